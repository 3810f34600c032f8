import type { Acl } from '@zookit/protocol';

/** What a transaction is checked against: a znode as it is, or as changes that are not yet applied will leave it. */
export interface NodeState {
  /** The zxid that created the znode. */
  readonly czxid: bigint;
  /** The zxid that last set its data. */
  readonly mzxid: bigint;
  /** The zxid that last created or deleted a child. */
  readonly pzxid: bigint;
  /** When it was created, in ms since 1970. */
  readonly ctime: bigint;
  /** When its data was last set, in ms since 1970. */
  readonly mtime: bigint;
  readonly version: number;
  /** How many children were ever created: what snapshots store, not what clients see. */
  readonly cversion: number;
  readonly aversion: number;
  /** 0, the owning session, or an encoded container or TTL. */
  readonly ephemeralOwner: bigint;
  readonly acl: readonly Acl[];
  readonly childCount: number;
  readonly dataLength: number;
  /** CRC-32 of path and data; see {@link NodeDigester}. */
  readonly contentCrc: number;
  /** See {@link NodeDigester}. */
  readonly digest: number;
}
