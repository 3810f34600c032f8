import type { AccessControl } from './access-control.ts';
import type { Crc32 } from './node-digester.ts';
import type { Watcher } from './requester.ts';

/** What a {@link DataTree} is told about containers. */
export interface ContainerOptions {
  /**
   * How old a container that never had a child becomes, in ms; 0 for as old as it likes.
   * Source: `znode.container.maxNeverUsedIntervalMs`.
   */
  readonly neverUsedMaxMs: number;
}

/** What a {@link DataTree} is told. */
export interface DataTreeOptions {
  readonly accessControl: AccessControl;
  /** Whether znodes can have a time to live. Source: `zookeeper.extendedTypesEnabled`. Default false. */
  readonly extendedTypesEnabled?: boolean;
  /** Whether negative owners are TTLs as 3.5.3 wrote them. Source: `zookeeper.emulate353TTLNodes`. Default false. */
  readonly emulate353TtlNodes?: boolean;
  /** When containers go; see also {@link ReapingRules}. */
  readonly container?: ContainerOptions;
  /** Whether exceeding a hard quota is refused. Source: `zookeeper.enforceQuota`. Default false. */
  readonly enforceQuota?: boolean;
  /** Whether the digest of the tree is kept. Source: `zookeeper.digest.enabled`. Default true. */
  readonly digestEnabled?: boolean;
  /**
   * Whether the end of a session lists its znodes in the log. Without the list, a server that replays it over a snapshot
   * which was taken meanwhile, and in which they are gone already, leaves their parents' `pzxid` behind: it serves another
   * stat than the others, and its digest differs. Source: `zookeeper.closeSessionTxn.enabled`. Default true.
   */
  readonly closeSessionTxnEnabled?: boolean;
  /**
   * How long the list of one session's ephemeral znodes may become, in bytes: all of it is one transaction when the
   * session ends, which the servers' frame limit must let pass. Source: ZOOKEEPER-4306. Default 1,000,000.
   */
  readonly ephemeralPathsMaxBytes?: number;
  /**
   * How long the answer of one read may become, in bytes: what lists children, or reads many znodes at once, answers a
   * short request with much more. Beyond it the read is refused (-5) before its answer is gathered. Default 16 MiB.
   */
  readonly responseMaxBytes?: number;
  /**
   * 32 bits that clients don't know: who knows them could choose paths that make each look-up slow. Of no effect on what a
   * tree holds. Default 0.
   */
  readonly hashSeed?: number;
  /** A native CRC-32 (`node:zlib` has one) for long data. */
  readonly crc32?: Crc32;
  /** Is told when a transaction came with another digest than the tree has after it: servers have diverged. */
  readonly onDigestMismatch?: (zxid: bigint, expected: bigint, actual: bigint) => void;
  /** Is told when a soft quota is exceeded. */
  readonly onQuotaExceeded?: (quotaPath: string) => void;
  /** Is told what {@link Watcher.notify}, or access control about an event, threw: neither must, and the tree goes on. */
  readonly onWatcherError?: (error: unknown, watcher: Watcher) => void;
}
