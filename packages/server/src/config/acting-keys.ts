import { actingStorageKeys } from './acting-storage-keys.ts';
import { propertyOf, type ActingKey } from './config-key.ts';
import type { ActingName, ConfigValues } from './config-values.ts';
import { digestAlgorithm } from './digest-algorithm.ts';
import { defaultConfig } from './server-config.ts';
import {
  commaList,
  lenientBoolean,
  lenientInteger,
  nonEmpty,
  port,
  strictBoolean,
  strictInteger,
  yesOrNo,
  type ValueKind,
} from './value-kind.ts';

const directory = nonEmpty('a directory');
const milliseconds = 'a whole number of milliseconds';

const tickTime: ValueKind<number> = {
  ...strictInteger({ allowed: `${milliseconds} from 1`, min: 1 }),
  refusal(text) {
    if (Number(text) === 0 && text !== '') return 'tickTime is not set';
    return /^-[0-9]{1,9}$/u.test(text) ? 'tickTime is negative' : `For input string: "${text}"`;
  },
};

const sessionTimeout = strictInteger({ allowed: `${milliseconds} from 0, or -1`, min: -1 });

const schemes: ValueKind<readonly string[]> = {
  ...commaList,
  read: (text) => commaList.read(text)?.map((scheme) => scheme.toLowerCase()),
};

const superDigest: ValueKind<string> = {
  allowed: 'a user, a colon and the base64 of a hash, such as super:D/InIHSb7yEEbrWz8b9l71RjZJU=',
  read: (text) => (/^[^:]+:[A-Za-z0-9+/]+={0,2}$/u.test(text) ? text : undefined),
  refusal: () => undefined,
};

/** Every key that this release acts on. */
export const actingKeys: { readonly [Name in ActingName]: ActingKey<ConfigValues[Name]> } = {
  dataDir: {
    properties: [],
    kind: directory,
    default: undefined,
    isRequired: true,
    meaning: 'The directory of snapshots.',
  },
  dataLogDir: {
    properties: [],
    kind: directory,
    default: undefined,
    defaultText: 'dataDir',
    meaning: 'The directory of transaction logs.',
  },
  'datadir.autocreate': {
    properties: [propertyOf('datadir.autocreate')],
    kind: lenientBoolean,
    default: defaultConfig.createsDirectories,
    meaning: 'Whether missing directories are made at the start.',
  },
  clientPort: {
    properties: [],
    kind: port,
    default: undefined,
    isRequired: true,
    meaning: 'The TCP port for clients, unless the server line has it; 0 = any free one.',
  },
  clientPortAddress: {
    properties: [],
    kind: nonEmpty('a host name or an IP address'),
    default: defaultConfig.host,
    defaultText: 'all addresses',
    meaning: 'The address to listen on.',
  },
  clientPortListenBacklog: {
    properties: [],
    kind: strictInteger({ allowed: 'a whole number' }),
    default: defaultConfig.listenBacklog,
    meaning: "How many connections may wait to be accepted; -1 = the system's default.",
  },
  tickTime: {
    properties: [],
    kind: tickTime,
    default: defaultConfig.tickTimeMs,
    meaning: 'The unit of time, in ms: sessions expire at its multiples.',
  },
  minSessionTimeout: {
    properties: [],
    kind: sessionTimeout,
    default: -1,
    defaultText: '2 ticks',
    meaning: 'The shortest session timeout that a client gets, in ms.',
  },
  maxSessionTimeout: {
    properties: [],
    kind: sessionTimeout,
    default: -1,
    defaultText: '20 ticks',
    meaning: 'The longest session timeout that a client gets, in ms.',
  },
  maxClientCnxns: {
    properties: [],
    kind: strictInteger({ allowed: 'a whole number' }),
    default: defaultConfig.connectionsPerAddressMax,
    meaning: 'The most connections from one address; 0 = no limit.',
  },
  maxCnxns: {
    properties: [propertyOf('maxCnxns')],
    kind: lenientInteger({ allowed: 'a whole number' }),
    default: defaultConfig.connectionsMax,
    meaning: 'The most connections in all; 0 = no limit.',
  },
  'nio.sessionlessCnxnTimeout': {
    properties: [propertyOf('nio.sessionlessCnxnTimeout')],
    kind: lenientInteger({ allowed: `${milliseconds} from 1`, min: 1 }),
    default: defaultConfig.sessionlessTimeoutMs,
    meaning: 'After how many ms a connection that asks for no session is closed.',
  },
  clientTcpKeepAlive: {
    properties: [propertyOf('clientTcpKeepAlive')],
    kind: lenientBoolean,
    default: defaultConfig.tcpKeepAlive,
    meaning: 'Whether client connections have TCP keep-alive.',
  },
  'jute.maxbuffer': {
    properties: ['jute.maxbuffer'],
    kind: lenientInteger({ allowed: 'a whole number of bytes from 1024', min: 1024 }),
    default: defaultConfig.frameMaxBytes,
    meaning: 'The longest request, in bytes.',
  },
  globalOutstandingLimit: {
    properties: [propertyOf('globalOutstandingLimit')],
    kind: lenientInteger({ allowed: 'a whole number from 1', min: 1 }),
    default: defaultConfig.outstandingRequestsMax,
    meaning: 'From how many requests in process on clients have to wait.',
  },
  watchesMaxBytes: {
    properties: [propertyOf('watchesMaxBytes')],
    kind: lenientInteger({ allowed: 'a whole number from 1', min: 1 }),
    default: defaultConfig.watchesMaxBytes,
    meaning:
      "How much memory all watches may take, in bytes; a client that exceeds it is cut off. Not a key of Apache's.",
  },
  '4lw.commands.whitelist': {
    properties: [propertyOf('4lw.commands.whitelist')],
    kind: commaList,
    default: undefined,
    defaultText: 'srvr',
    meaning: 'The four-letter words that are answered; `*` = all.',
  },
  ...actingStorageKeys,
  extendedTypesEnabled: {
    properties: [propertyOf('extendedTypesEnabled')],
    kind: lenientBoolean,
    default: defaultConfig.extendedTypesEnabled,
    meaning: 'Whether TTL nodes may be created.',
  },
  emulate353TTLNodes: {
    properties: [propertyOf('emulate353TTLNodes')],
    kind: lenientBoolean,
    default: defaultConfig.emulate353TtlNodes,
    meaning: 'Whether the TTL nodes of release 3.5.3 are recognised.',
  },
  enforceQuota: {
    properties: [propertyOf('enforceQuota')],
    kind: lenientBoolean,
    default: defaultConfig.enforceQuota,
    meaning: 'Whether hard quotas refuse writes.',
  },
  'znode.container.checkIntervalMs': {
    properties: ['znode.container.checkIntervalMs'],
    kind: lenientInteger({ allowed: `${milliseconds} from 1`, min: 1 }),
    default: defaultConfig.container.checkIntervalMs,
    meaning: 'How often to look for unused containers and TTL nodes, in ms.',
  },
  'znode.container.maxPerMinute': {
    properties: ['znode.container.maxPerMinute'],
    kind: lenientInteger({ allowed: 'a whole number from 1', min: 1 }),
    default: defaultConfig.container.maxPerMinute,
    meaning: 'The most of them to remove in a minute.',
  },
  'znode.container.maxNeverUsedIntervalMs': {
    properties: ['znode.container.maxNeverUsedIntervalMs'],
    kind: lenientInteger({ allowed: `${milliseconds} from 0`, min: 0, max: Number.MAX_SAFE_INTEGER }),
    default: defaultConfig.container.neverUsedMaxMs,
    meaning: 'After how many ms a container that never had a child goes too; 0 = never.',
  },
  'digest.enabled': {
    properties: [propertyOf('digest.enabled')],
    kind: lenientBoolean,
    default: defaultConfig.digestEnabled,
    meaning: 'Whether the tree keeps a digest of itself.',
  },
  'closeSessionTxn.enabled': {
    properties: [propertyOf('closeSessionTxn.enabled')],
    kind: lenientBoolean,
    default: defaultConfig.closeSessionTxnEnabled,
    meaning: 'Whether the end of a session lists the nodes that go with it.',
  },
  skipACL: {
    properties: [propertyOf('skipACL')],
    kind: yesOrNo,
    default: defaultConfig.skipAcl,
    defaultText: 'no',
    meaning: '`yes`: ACLs are not checked.',
  },
  'DigestAuthenticationProvider.enabled': {
    properties: [propertyOf('DigestAuthenticationProvider.enabled')],
    kind: lenientBoolean,
    default: defaultConfig.digestAuth.enabled,
    meaning: 'Whether clients may authenticate by user and password.',
  },
  'DigestAuthenticationProvider.digestAlg': {
    properties: [propertyOf('DigestAuthenticationProvider.digestAlg')],
    kind: digestAlgorithm,
    default: defaultConfig.digestAuth.algorithm,
    defaultText: 'SHA1',
    meaning: 'The hash in ids of the digest scheme.',
  },
  'DigestAuthenticationProvider.superDigest': {
    properties: [propertyOf('DigestAuthenticationProvider.superDigest')],
    kind: superDigest,
    default: defaultConfig.digestAuth.superDigest,
    defaultText: 'nobody',
    meaning: 'Who passes every ACL check: `super:` and the base64 of a hash.',
    isSecret: true,
  },
  'enforce.auth.enabled': {
    properties: [propertyOf('enforce.auth.enabled')],
    kind: lenientBoolean,
    default: false,
    meaning: 'Whether clients have to authenticate.',
  },
  'enforce.auth.schemes': {
    properties: [propertyOf('enforce.auth.schemes')],
    kind: schemes,
    default: defaultConfig.enforcedAuthSchemes,
    defaultText: 'none',
    meaning: 'By one of which schemes: `digest`, `ip`.',
  },
  standaloneEnabled: {
    properties: [],
    kind: strictBoolean('standaloneEnabled'),
    default: true,
    meaning: 'Whether a server alone runs without an ensemble; always so in this release.',
  },
  reconfigEnabled: {
    properties: [],
    kind: strictBoolean('reconfigEnabled'),
    default: defaultConfig.reconfigEnabled,
    meaning: 'Whether `reconfig` is allowed; a standalone server refuses it in either case.',
  },
};
