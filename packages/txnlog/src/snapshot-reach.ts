import { counterOf, formatHex } from '@zookit/protocol';
import { CorruptSnapshotError } from './errors.ts';
import type { SnapshotName } from './file-names.ts';
import type { SnapshotTrailer } from './snapshot-reader.ts';

/** A leader's first snapshot bears a zxid that no transaction has: what is in it may be of the epoch before. */
export function isEpochStart(zxid: bigint): boolean {
  return counterOf(zxid) === 0;
}

/** Throws a {@link CorruptSnapshotError} for a snapshot that holds less than its name says. */
export function checkReachOf(path: string, { zxid }: SnapshotName, { lastZxid }: SnapshotTrailer): void {
  if (lastZxid !== undefined && lastZxid < zxid && !isEpochStart(zxid)) {
    throw new CorruptSnapshotError(path, 0, `it ends at ${formatHex(lastZxid)}, before the zxid of its name`);
  }
}
