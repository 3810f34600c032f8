import { describe, expect, test } from 'vitest';
import { actingKeys } from '../../src/config/acting-keys.ts';
import { ConfigError, type ConfigNotice } from '../../src/config/config-error.ts';
import { parseZooCfg } from '../../src/config/read-config.ts';
import type { ServerConfig } from '../../src/config/server-config.ts';

/** What comes of one text: a value, the default with a warning, or a refusal. */
type Outcome = { readonly value: unknown } | 'default' | 'refused';

interface Row {
  readonly field: (config: ServerConfig) => unknown;
  /** What the field is when the key is missing. */
  readonly missing: unknown;
  readonly texts: Readonly<Record<string, Outcome>>;
}

const value = (one: unknown): Outcome => ({ value: one });

/** Numbers that Apache reads by `Integer.parseInt`. */
const strictTexts: Row['texts'] = {
  '': 'refused',
  '10s': 'refused',
  '1.5': 'refused',
  '0x10': 'refused',
  '99999999999': 'refused',
  '+7': value(7),
};

/** Numbers that Apache reads by `Integer.getInteger`. */
const lenientTexts: Row['texts'] = {
  '': 'default',
  '10s': 'default',
  '1.5': 'default',
  '99999999999': 'default',
  '0x1000': value(4096),
  '#1000': value(4096),
  '010000': value(4096),
  '4096': value(4096),
};

const switchTexts: Row['texts'] = {
  '': 'default',
  yes: 'default',
  '1': 'default',
  TRUE: value(true),
  False: value(false),
};
const strictSwitchTexts: Row['texts'] = {
  '': 'refused',
  yes: 'refused',
  '1': 'refused',
  TRUE: value(true),
  False: value(false),
};

const table: { readonly [Name in keyof typeof actingKeys]: Row } = {
  dataDir: { field: (config) => config.dataDir, missing: 'refused', texts: { '': 'refused', '/x': value('/x') } },
  dataLogDir: { field: (config) => config.dataLogDir, missing: undefined, texts: { '': 'refused', '/x': value('/x') } },
  'datadir.autocreate': { field: (config) => config.createsDirectories, missing: true, texts: switchTexts },
  clientPort: {
    field: (config) => config.port,
    missing: 'refused',
    texts: { ...strictTexts, '-1': 'refused', '65536': 'refused', '0': value(0), '65535': value(65_535) },
  },
  clientPortAddress: {
    field: (config) => config.host,
    missing: undefined,
    texts: {
      '': 'refused',
      '127.0.0.1': value('127.0.0.1'),
      '[::1]': value('::1'),
      'host.example': value('host.example'),
    },
  },
  clientPortListenBacklog: {
    field: (config) => config.listenBacklog,
    missing: -1,
    texts: { ...strictTexts, '-5': value(-1), '128': value(128) },
  },
  tickTime: {
    field: (config) => config.tickTimeMs,
    missing: 3000,
    texts: { ...strictTexts, '0': 'refused', '-2000': 'refused', '2000': value(2000) },
  },
  minSessionTimeout: {
    field: (config) => config.minSessionTimeoutMs,
    missing: 6000,
    texts: { ...strictTexts, '-1': value(6000), '-5': 'default', '0': value(0), '5000': value(5000) },
  },
  maxSessionTimeout: {
    field: (config) => config.maxSessionTimeoutMs,
    missing: 60_000,
    texts: { ...strictTexts, '+7': 'refused', '-1': value(60_000), '-5': 'default', '90000': value(90_000) },
  },
  maxClientCnxns: {
    field: (config) => config.connectionsPerAddressMax,
    missing: 60,
    texts: { ...strictTexts, '-3': value(0), '0': value(0), '5': value(5) },
  },
  maxCnxns: { field: (config) => config.connectionsMax, missing: 0, texts: { ...lenientTexts, '-3': value(0) } },
  'nio.sessionlessCnxnTimeout': {
    field: (config) => config.sessionlessTimeoutMs,
    missing: 10_000,
    texts: { ...lenientTexts, '-1': 'default', '0': 'default' },
  },
  clientTcpKeepAlive: { field: (config) => config.tcpKeepAlive, missing: false, texts: switchTexts },
  'jute.maxbuffer': {
    field: (config) => config.frameMaxBytes,
    missing: 1_048_575,
    texts: { ...lenientTexts, '-1': 'default', '0': 'default' },
  },
  globalOutstandingLimit: {
    field: (config) => config.outstandingRequestsMax,
    missing: 1000,
    texts: { ...lenientTexts, '-1': 'default', '0': 'default' },
  },
  preAllocSize: {
    field: (config) => config.storage.preallocateBytes,
    missing: 65_536 * 1024,
    texts: { '64': value(65_536), '-1': value(0), x: 'default' },
  },
  snapCount: {
    field: (config) => config.storage.snapshotTxnsMax,
    missing: 100_000,
    texts: { '2': value(2), '1': 'default', x: 'default' },
  },
  snapSizeLimitInKb: {
    field: (config) => config.storage.snapshotTxnBytesMax,
    missing: 4_194_304 * 1024,
    texts: { '1': value(1024), '-1': value(0), '0': value(0), x: 'default' },
  },
  txnLogSizeLimitInKb: {
    field: (config) => config.storage.logSizeMaxBytes,
    missing: undefined,
    texts: { '1': value(1024), '-1': value(undefined), x: 'default' },
  },
  forceSync: {
    field: (config) => config.storage.forceSync,
    missing: true,
    texts: { no: value(false), yes: value(true), NO: 'default' },
  },
  'fsync.warningthresholdms': {
    field: (config) => config.storage.syncWarningMs,
    missing: 1000,
    texts: { '20': value(20), '-1': 'default', x: 'default' },
  },
  'snapshot.compression.method': {
    field: (config) => config.storage.compression,
    missing: 'none',
    texts: { gz: value('gz'), Snappy: value('snappy'), '': value('none'), zip: 'default' },
  },
  'snapshot.trust.empty': {
    field: (config) => config.storage.trustEmptySnapshot,
    missing: false,
    texts: switchTexts,
  },
  'autopurge.snapRetainCount': {
    field: (config) => config.storage.retainedSnapshots,
    missing: 3,
    texts: { '5': value(5), '1': value(3), x: 'refused' },
  },
  'autopurge.purgeInterval': {
    field: (config) => config.storage.purgeIntervalMs,
    missing: 0,
    texts: { '2': value(7_200_000), '30s': value(30_000), '1D': value(86_400_000), '5x': 'refused' },
  },
  watchesMaxBytes: {
    field: (config) => config.watchesMaxBytes,
    missing: 536_870_912,
    texts: { ...lenientTexts, '-1': 'default', '0': 'default' },
  },
  '4lw.commands.whitelist': {
    field: (config) => config.fourLetterWords,
    missing: new Set(['srvr']),
    texts: { '': value(new Set(['srvr'])), '*': value('*'), 'a, b': value(new Set(['srvr', 'a', 'b'])) },
  },
  extendedTypesEnabled: { field: (config) => config.extendedTypesEnabled, missing: false, texts: switchTexts },
  emulate353TTLNodes: { field: (config) => config.emulate353TtlNodes, missing: false, texts: switchTexts },
  enforceQuota: { field: (config) => config.enforceQuota, missing: false, texts: switchTexts },
  'znode.container.checkIntervalMs': {
    field: (config) => config.container.checkIntervalMs,
    missing: 60_000,
    texts: { ...lenientTexts, '-1': 'default', '0': 'default' },
  },
  'znode.container.maxPerMinute': {
    field: (config) => config.container.maxPerMinute,
    missing: 10_000,
    texts: { ...lenientTexts, '-1': 'default', '0': 'default' },
  },
  'znode.container.maxNeverUsedIntervalMs': {
    field: (config) => config.container.neverUsedMaxMs,
    missing: 300_000,
    texts: { ...lenientTexts, '99999999999': value(99_999_999_999), '-1': 'default', '0': value(0) },
  },
  'digest.enabled': { field: (config) => config.digestEnabled, missing: true, texts: switchTexts },
  'closeSessionTxn.enabled': { field: (config) => config.closeSessionTxnEnabled, missing: true, texts: switchTexts },
  skipACL: {
    field: (config) => config.skipAcl,
    missing: false,
    texts: { '': 'default', true: 'default', YES: 'default', yes: value(true), no: value(false) },
  },
  'DigestAuthenticationProvider.enabled': {
    field: (config) => config.digestAuth.enabled,
    missing: true,
    texts: switchTexts,
  },
  'DigestAuthenticationProvider.digestAlg': {
    field: (config) => config.digestAuth.algorithm,
    missing: 'sha1',
    texts: {
      '': 'refused',
      'SHA-0': 'refused',
      SHA1: value('sha1'),
      'SHA-1': value('sha1'),
      'SHA-256': value('sha256'),
      'SHA-512': value('sha512'),
      'SHA3-256': value('sha3-256'),
      MD5: value('md5'),
    },
  },
  'DigestAuthenticationProvider.superDigest': {
    field: (config) => config.digestAuth.superDigest,
    missing: undefined,
    texts: {
      '': 'default',
      'super:': 'default',
      nonsense: 'default',
      'super:D/InIHSb7yEEbrWz8b9l71RjZJU=': value('super:D/InIHSb7yEEbrWz8b9l71RjZJU='),
    },
  },
  'enforce.auth.enabled': {
    field: (config) => config.enforcedAuthSchemes,
    missing: [],
    texts: { '': 'default', yes: 'default', true: 'refused', false: value([]) },
  },
  'enforce.auth.schemes': {
    field: (config) => config.enforcedAuthSchemes,
    missing: [],
    texts: { '': value([]), digest: value([]) },
  },
  standaloneEnabled: {
    field: () => true,
    missing: true,
    texts: { '': 'refused', yes: 'refused', true: value(true), false: 'refused' },
  },
  reconfigEnabled: { field: (config) => config.reconfigEnabled, missing: false, texts: strictSwitchTexts },
};

const required: Readonly<Record<string, string>> = { dataDir: '/data', clientPort: '2181' };

function read(
  settings: Readonly<Record<string, string>>,
): { config: ServerConfig; notices: readonly ConfigNotice[] } | ConfigError {
  const text = Object.entries(settings)
    .map(([key, one]) => `${key}=${one}`)
    .join('\n');
  try {
    return parseZooCfg(text, 'zoo.cfg');
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

describe.for(Object.entries(table))('%s', ([key, { field, missing, texts }]) => {
  test('may be missing, or says that it may not', () => {
    const { [key]: _, ...others } = required;
    const outcome = read(others);
    if (missing === 'refused') {
      expect(outcome).toBeInstanceOf(ConfigError);
      expect((outcome as ConfigError).message).toMatch(new RegExp(`^zoo\\.cfg: ${key} is not set`, 'u'));
    } else {
      expect(outcome).not.toBeInstanceOf(ConfigError);
      expect(field((outcome as { config: ServerConfig }).config)).toEqual(missing);
    }
  });

  test.for(Object.entries(texts))('%j gives %j', ([text, outcome]) => {
    const result = read({ ...required, [key]: text });
    if (outcome === 'refused') {
      expect(result).toBeInstanceOf(ConfigError);
      expect((result as ConfigError).message).toMatch(/^zoo\.cfg(?::\d+)?: /u);
      expect((result as ConfigError).message).toContain(key.split('.')[0]);
      return;
    }
    const { config, notices } = result as { config: ServerConfig; notices: readonly ConfigNotice[] };
    expect(field(config)).toEqual(outcome === 'default' ? missing : outcome.value);
    expect(notices.filter(({ level }) => level === 'warn')).toHaveLength(outcome === 'default' ? 1 : 0);
  });
});

test('enforced schemes are those that are listed, in small letters', () => {
  const result = read({ ...required, 'enforce.auth.enabled': 'true', 'enforce.auth.schemes': 'Digest, ip' });
  expect((result as { config: ServerConfig }).config.enforcedAuthSchemes).toEqual(['digest', 'ip']);
});
