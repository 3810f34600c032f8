import type { TxnHeader } from '@zookit/protocol';
import type { SnapshotDigest } from './snapshot-format.ts';
import type { SnapshotVisitor } from './snapshot-reader.ts';

/** What is known when all of a snapshot has been handed over, and found right. */
export interface LoadedSnapshot {
  /** The last transaction that it holds for certain: replay goes on behind it. */
  readonly lastZxid: bigint;
  /**
   * What the tree must amount to when the transaction of that zxid has been applied, which may be a later one than
   * `lastZxid`: until then digests are not to be compared. Undefined when the snapshot doesn't say.
   */
  readonly digest: SnapshotDigest | undefined;
  /**
   * The last transaction that may show in the znodes, which were written while the tree changed: up to it, digests of
   * transactions are not those of the tree. Undefined in snapshots from before 3.9.
   */
  readonly shownZxid: bigint | undefined;
}

/**
 * What a data directory is read into. There is a new one for each snapshot that is tried: sessions, ACLs and znodes, then
 * {@link RecoveryTarget.finishSnapshot}, then the transactions behind it. `data` and `payload` are ranges of larger
 * buffers: whoever keeps them copies them.
 */
export interface RecoveryTarget extends SnapshotVisitor {
  finishSnapshot(snapshot: LoadedSnapshot): void;
  /** In place of all that belongs to a snapshot: there is none. */
  startEmpty(): void;
  /** Throws a JuteError, or a RangeError, for what is no transaction. */
  replay(header: TxnHeader, payload: Uint8Array): void;
}
