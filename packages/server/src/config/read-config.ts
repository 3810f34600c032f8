import { RETAIN_MIN_COUNT } from '@zookit/txnlog';
import type { ConfigNotice } from './config-error.ts';
import { checkClientPort, checkTogether, sessionTimeouts } from './config-checks.ts';
import { ConfigReport } from './config-report.ts';
import type { ConfigValues } from './config-values.ts';
import { readValues } from './key-values.ts';
import { parseProperties } from './properties.ts';
import { defaultConfig, type ServerConfig, type StorageConfig } from './server-config.ts';
import { withoutBrackets, type ServerLine } from './server-line.ts';
import type { Setting } from './setting.ts';
import { checkStandalone } from './standalone-check.ts';
import { sortSettings } from './written-keys.ts';

const KB = 1024;

/** A configuration that a server can start with, and what its author should read. */
export interface ConfigReading {
  readonly config: ServerConfig;
  readonly notices: readonly ConfigNotice[];
}

/**
 * Reads the text of a zoo.cfg. `systemProperties` are what a Java server is given by `-Dname=value`; the file counts before
 * them. Throws {@link ConfigError} when a server cannot start like this.
 */
export function parseZooCfg(text: string, fileName: string, systemProperties: readonly Setting[] = []): ConfigReading {
  return readConfig(fileName, parseProperties(text, fileName), systemProperties);
}

/** Reads settings that come from `origin`, a file's name or another word for where an operator wrote them. */
export function readConfig(
  origin: string,
  settings: readonly Setting[],
  systemProperties: readonly Setting[] = [],
): ConfigReading {
  const report = new ConfigReport();
  const written = sortSettings(settings, systemProperties, report);
  const values = readValues(written.keys, report);
  report.settle();
  const checked = { values, written, origin };
  checkTogether(checked, report);
  const server = checkStandalone(
    {
      servers: written.servers,
      dynamicConfigFile: written.dynamicConfigFile,
      standaloneEnabled: values.standaloneEnabled,
      multiAddressEnabled: written.keys.get('multiAddress.enabled')?.setting.value.toLowerCase() === 'true',
      origin,
    },
    report,
  );
  report.settle();
  checkClientPort(checked, server, report);
  report.settle();
  const knowsReadOnlyMode = written.keys.get('readonlymode.enabled')?.setting.value.toLowerCase() === 'true';
  return { config: toServerConfig(values, server, knowsReadOnlyMode), notices: report.notices };
}

function toServerConfig(
  values: ConfigValues,
  server: ServerLine | undefined,
  knowsReadOnlyMode: boolean,
): ServerConfig {
  const { min, max } = sessionTimeouts(values);
  return {
    host: values.clientPortAddress === undefined ? server?.client?.host : withoutBrackets(values.clientPortAddress),
    port: values.clientPort ?? server?.client?.port ?? defaultConfig.port,
    listenBacklog: Math.max(values.clientPortListenBacklog, -1),
    dataDir: values.dataDir,
    dataLogDir: values.dataLogDir,
    createsDirectories: values['datadir.autocreate'],
    serverId: defaultConfig.serverId,
    tickTimeMs: values.tickTime,
    minSessionTimeoutMs: min,
    maxSessionTimeoutMs: max,
    connectionsPerAddressMax: Math.max(values.maxClientCnxns, 0),
    connectionsMax: Math.max(values.maxCnxns, 0),
    sessionlessTimeoutMs: values['nio.sessionlessCnxnTimeout'],
    tcpKeepAlive: values.clientTcpKeepAlive,
    frameMaxBytes: values['jute.maxbuffer'],
    outstandingRequestsMax: values.globalOutstandingLimit,
    watchesMaxBytes: values.watchesMaxBytes,
    fourLetterWords: fourLetterWords(values, knowsReadOnlyMode),
    extendedTypesEnabled: values.extendedTypesEnabled,
    emulate353TtlNodes: values.emulate353TTLNodes,
    enforceQuota: values.enforceQuota,
    digestEnabled: values['digest.enabled'],
    closeSessionTxnEnabled: values['closeSessionTxn.enabled'],
    skipAcl: values.skipACL,
    reconfigEnabled: values.reconfigEnabled,
    enforcedAuthSchemes: values['enforce.auth.enabled'] ? values['enforce.auth.schemes'] : [],
    digestAuth: {
      enabled: values['DigestAuthenticationProvider.enabled'],
      algorithm: values['DigestAuthenticationProvider.digestAlg'],
      superDigest: values['DigestAuthenticationProvider.superDigest'],
    },
    container: {
      checkIntervalMs: values['znode.container.checkIntervalMs'],
      maxPerMinute: values['znode.container.maxPerMinute'],
      neverUsedMaxMs: values['znode.container.maxNeverUsedIntervalMs'],
    },
    storage: storageOf(values),
  };
}

function storageOf(values: ConfigValues): StorageConfig {
  const compression = values['snapshot.compression.method'];
  return {
    preallocateBytes: Math.max(values.preAllocSize, 0) * KB,
    snapshotTxnsMax: values.snapCount,
    snapshotTxnBytesMax: Math.max(values.snapSizeLimitInKb, 0) * KB,
    logSizeMaxBytes: values.txnLogSizeLimitInKb < 0 ? undefined : values.txnLogSizeLimitInKb * KB,
    forceSync: values.forceSync,
    syncWarningMs: values['fsync.warningthresholdms'],
    compression: compression === 'gz' || compression === 'snappy' ? compression : 'none',
    trustEmptySnapshot: values['snapshot.trust.empty'],
    purgeIntervalMs: values['autopurge.purgeInterval'],
    retainedSnapshots: Math.max(values['autopurge.snapRetainCount'], RETAIN_MIN_COUNT),
  };
}

function fourLetterWords(values: ConfigValues, knowsReadOnlyMode: boolean): ReadonlySet<string> | '*' {
  const words = values['4lw.commands.whitelist'];
  if (words?.includes('*') === true) return '*';
  return new Set(['srvr', ...(words ?? []), ...(knowsReadOnlyMode ? ['isro'] : [])]);
}
