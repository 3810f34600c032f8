import { DEFAULT_FRAME_MAX_BYTES } from '@zookit/jute';

/** How ids of the `digest` scheme are made. */
export interface DigestAuthConfig {
  /** Whether clients may authenticate by user and password. zoo.cfg: `DigestAuthenticationProvider.enabled`. */
  readonly enabled: boolean;
  /** The hash, as `node:crypto` names it. zoo.cfg: `DigestAuthenticationProvider.digestAlg`. */
  readonly algorithm: string;
  /** `super:base64(hash)`: who passes every ACL check. zoo.cfg: `DigestAuthenticationProvider.superDigest`. */
  readonly superDigest: string | undefined;
}

/** When containers and TTL nodes that are no longer used are removed. */
export interface ContainerConfig {
  /** How often to look, in ms. zoo.cfg: `znode.container.checkIntervalMs`. */
  readonly checkIntervalMs: number;
  /** The most removals in a minute. zoo.cfg: `znode.container.maxPerMinute`. */
  readonly maxPerMinute: number;
  /** After how many ms a container that never had a child goes too; 0 = never. zoo.cfg: `znode.container.maxNeverUsedIntervalMs`. */
  readonly neverUsedMaxMs: number;
}

/** How a server keeps its data on disk. */
export interface StorageConfig {
  /** In which steps a log grows ahead of its content, in bytes. zoo.cfg: `preAllocSize`, in KB. */
  readonly preallocateBytes: number;
  /** The most transactions between two snapshots; each gap is between half of it and all. zoo.cfg: `snapCount`. */
  readonly snapshotTxnsMax: number;
  /** The most bytes of transactions between two snapshots, likewise; 0 = no limit. zoo.cfg: `snapSizeLimitInKb`. */
  readonly snapshotTxnBytesMax: number;
  /** Beyond this size, with what is preallocated, a log is continued in a new file; undefined = never. zoo.cfg: `txnLogSizeLimitInKb`. */
  readonly logSizeMaxBytes: number | undefined;
  /** Whether a write is on disk before it is acknowledged. zoo.cfg: `forceSync`. */
  readonly forceSync: boolean;
  /** A sync that takes longer than this, in ms, is worth a warning. zoo.cfg: `fsync.warningthresholdms`. */
  readonly syncWarningMs: number;
  /** How snapshots are compressed. zoo.cfg: `snapshot.compression.method`. */
  readonly compression: 'none' | 'gz' | 'snappy';
  /** Whether logs without any snapshot are the whole history. zoo.cfg: `snapshot.trust.empty`. */
  readonly trustEmptySnapshot: boolean;
  /** How often old snapshots and logs are removed, in ms; 0 = never. zoo.cfg: `autopurge.purgeInterval`. */
  readonly purgeIntervalMs: number;
  /** How many snapshots stay, with the logs behind them. zoo.cfg: `autopurge.snapRetainCount`. */
  readonly retainedSnapshots: number;
}

/** What a server can be told. Read once, never changed. The names of zoo.cfg stand beside the fields. */
export interface ServerConfig {
  /** The address to listen on; undefined = all. zoo.cfg: `clientPortAddress`. */
  readonly host: string | undefined;
  /** The port for clients; 0 = any free one. zoo.cfg: `clientPort`. */
  readonly port: number;
  /** How many connections may wait to be accepted; -1 = the system's default. zoo.cfg: `clientPortListenBacklog`. */
  readonly listenBacklog: number;
  /** The directory of snapshots; undefined = the data is in memory, and gone with the server. zoo.cfg: `dataDir`. */
  readonly dataDir: string | undefined;
  /** The directory of transaction logs; undefined = `dataDir`. zoo.cfg: `dataLogDir`. */
  readonly dataLogDir: string | undefined;
  /** Whether missing directories are made at the start. zoo.cfg: `datadir.autocreate`. */
  readonly createsDirectories: boolean;
  /** The number in the upper byte of session ids, 0 to 255. An ensemble's member takes it from `myid`. */
  readonly serverId: number;
  /** The unit of time, in ms: sessions expire at its multiples. zoo.cfg: `tickTime`. */
  readonly tickTimeMs: number;
  /** The shortest session timeout that a client gets, in ms. zoo.cfg: `minSessionTimeout`, else 2 ticks. */
  readonly minSessionTimeoutMs: number;
  /** The longest session timeout that a client gets, in ms. zoo.cfg: `maxSessionTimeout`, else 20 ticks. */
  readonly maxSessionTimeoutMs: number;
  /** The most connections from one address; 0 = no limit. zoo.cfg: `maxClientCnxns`. */
  readonly connectionsPerAddressMax: number;
  /** The most connections in all; 0 = no limit. zoo.cfg: `maxCnxns`. */
  readonly connectionsMax: number;
  /** After how many ms a connection without a session is closed. zoo.cfg: `nio.sessionlessCnxnTimeout`. */
  readonly sessionlessTimeoutMs: number;
  /** Whether client connections have TCP keep-alive. zoo.cfg: `clientTcpKeepAlive`. */
  readonly tcpKeepAlive: boolean;
  /** The longest request, in bytes. zoo.cfg: `jute.maxbuffer`. */
  readonly frameMaxBytes: number;
  /** From how many requests in process on a connection with one of them is not read. zoo.cfg: `globalOutstandingLimit`. */
  readonly outstandingRequestsMax: number;
  /** How much memory all watches may take, in bytes; a client that exceeds it is cut off. zoo.cfg: `watchesMaxBytes`, ours. */
  readonly watchesMaxBytes: number;
  /** The four-letter words that are answered, or `*` for all. zoo.cfg: `4lw.commands.whitelist`. */
  readonly fourLetterWords: ReadonlySet<string> | '*';
  /** Whether TTL nodes may be created. zoo.cfg: `extendedTypesEnabled`. */
  readonly extendedTypesEnabled: boolean;
  /** Whether the TTL nodes of release 3.5.3 are recognised. zoo.cfg: `emulate353TTLNodes`. */
  readonly emulate353TtlNodes: boolean;
  /** Whether hard quotas refuse writes. zoo.cfg: `enforceQuota`. */
  readonly enforceQuota: boolean;
  /** Whether the tree keeps a digest of itself. zoo.cfg: `digest.enabled`. */
  readonly digestEnabled: boolean;
  /** Whether the end of a session lists the nodes that go with it. zoo.cfg: `closeSessionTxn.enabled`. */
  readonly closeSessionTxnEnabled: boolean;
  /** Whether ACLs are ignored. zoo.cfg: `skipACL`. */
  readonly skipAcl: boolean;
  /** Whether `reconfig` is allowed. A standalone server refuses it in either case. zoo.cfg: `reconfigEnabled`. */
  readonly reconfigEnabled: boolean;
  /** A client without one of these schemes is refused; empty = none is asked for. zoo.cfg: `enforce.auth.schemes`. */
  readonly enforcedAuthSchemes: readonly string[];
  /** The `digest` scheme. */
  readonly digestAuth: DigestAuthConfig;
  /** The removal of unused containers and TTL nodes. */
  readonly container: ContainerConfig;
  /** The files, where there is a `dataDir`. */
  readonly storage: StorageConfig;
}

const TICK_TIME_MS = 3000;

/** What holds where nothing else is said: Apache's defaults. */
export const defaultConfig: ServerConfig = {
  host: undefined,
  port: 2181,
  listenBacklog: -1,
  dataDir: undefined,
  dataLogDir: undefined,
  createsDirectories: true,
  serverId: 1,
  tickTimeMs: TICK_TIME_MS,
  minSessionTimeoutMs: 2 * TICK_TIME_MS,
  maxSessionTimeoutMs: 20 * TICK_TIME_MS,
  connectionsPerAddressMax: 60,
  connectionsMax: 0,
  sessionlessTimeoutMs: 10_000,
  tcpKeepAlive: false,
  frameMaxBytes: DEFAULT_FRAME_MAX_BYTES,
  outstandingRequestsMax: 1000,
  watchesMaxBytes: 512 * 1024 * 1024,
  fourLetterWords: new Set(['srvr']),
  extendedTypesEnabled: false,
  emulate353TtlNodes: false,
  enforceQuota: false,
  digestEnabled: true,
  closeSessionTxnEnabled: true,
  skipAcl: false,
  reconfigEnabled: false,
  enforcedAuthSchemes: [],
  digestAuth: { enabled: true, algorithm: 'sha1', superDigest: undefined },
  container: { checkIntervalMs: 60_000, maxPerMinute: 10_000, neverUsedMaxMs: 300_000 },
  storage: {
    preallocateBytes: 64 * 1024 * 1024,
    snapshotTxnsMax: 100_000,
    snapshotTxnBytesMax: 4 * 1024 * 1024 * 1024,
    logSizeMaxBytes: undefined,
    forceSync: true,
    syncWarningMs: 1000,
    compression: 'none',
    trustEmptySnapshot: false,
    purgeIntervalMs: 0,
    retainedSnapshots: 3,
  },
};
