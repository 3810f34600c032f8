/** What zoo.cfg says, key by key, with the defaults filled in. */
export interface ConfigValues {
  readonly dataDir: string | undefined;
  readonly dataLogDir: string | undefined;
  readonly 'datadir.autocreate': boolean;
  readonly clientPort: number | undefined;
  readonly clientPortAddress: string | undefined;
  readonly clientPortListenBacklog: number;
  readonly tickTime: number;
  readonly minSessionTimeout: number;
  readonly maxSessionTimeout: number;
  readonly maxClientCnxns: number;
  readonly maxCnxns: number;
  readonly 'nio.sessionlessCnxnTimeout': number;
  readonly clientTcpKeepAlive: boolean;
  readonly 'jute.maxbuffer': number;
  readonly globalOutstandingLimit: number;
  readonly watchesMaxBytes: number;
  readonly '4lw.commands.whitelist': readonly string[] | undefined;
  readonly preAllocSize: number;
  readonly snapCount: number;
  readonly snapSizeLimitInKb: number;
  readonly txnLogSizeLimitInKb: number;
  readonly forceSync: boolean;
  readonly 'fsync.warningthresholdms': number;
  readonly 'snapshot.compression.method': string;
  readonly 'snapshot.trust.empty': boolean;
  readonly 'autopurge.snapRetainCount': number;
  readonly 'autopurge.purgeInterval': number;
  readonly extendedTypesEnabled: boolean;
  readonly emulate353TTLNodes: boolean;
  readonly enforceQuota: boolean;
  readonly 'znode.container.checkIntervalMs': number;
  readonly 'znode.container.maxPerMinute': number;
  readonly 'znode.container.maxNeverUsedIntervalMs': number;
  readonly 'digest.enabled': boolean;
  readonly 'closeSessionTxn.enabled': boolean;
  readonly skipACL: boolean;
  readonly 'DigestAuthenticationProvider.enabled': boolean;
  readonly 'DigestAuthenticationProvider.digestAlg': string;
  readonly 'DigestAuthenticationProvider.superDigest': string | undefined;
  readonly 'enforce.auth.enabled': boolean;
  readonly 'enforce.auth.schemes': readonly string[];
  readonly standaloneEnabled: boolean;
  readonly reconfigEnabled: boolean;
}

/** A key about files that this release acts on. */
export type StorageName =
  | 'preAllocSize'
  | 'snapCount'
  | 'snapSizeLimitInKb'
  | 'txnLogSizeLimitInKb'
  | 'forceSync'
  | 'fsync.warningthresholdms'
  | 'snapshot.compression.method'
  | 'snapshot.trust.empty'
  | 'autopurge.snapRetainCount'
  | 'autopurge.purgeInterval';

/** A key that this release acts on. */
export type ActingName = keyof ConfigValues;
