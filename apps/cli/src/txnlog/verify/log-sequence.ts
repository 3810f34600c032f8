import { formatHex } from '@zookit/protocol';
import { follows, type SnapshotName } from '@zookit/txnlog';
import type { CheckedLog } from './log-check.ts';

/** Remarks on each log that does not go on where the one before it ends. `logs` are in their order. */
export function checkSequence(logs: readonly CheckedLog[], snapshots: readonly SnapshotName[]): void {
  for (const [index, log] of logs.entries()) {
    const previous = logs[index - 1];
    // Nobody knows where a damaged log ends.
    if (previous?.end === undefined || previous.span.count === 0) continue;
    checkFollows(previous, log, snapshots);
  }
}

function checkFollows(previous: CheckedLog, log: CheckedLog, snapshots: readonly SnapshotName[]): void {
  const { last } = previous.span;
  const { zxid } = log.name;
  if (follows(last, zxid)) return;
  const gap = `it does not go on behind ${formatHex(last)}, where ${previous.name.name} ends`;
  const bridge = snapshots.find((one) => isBridge(last, one.zxid, zxid));
  if (bridge !== undefined) log.remarks.note(`${gap}: ${bridge.name} holds what is between`);
  else if (zxid <= last) log.remarks.damage(`${gap}: both have ${formatHex(zxid)}`);
  else log.remarks.damage(gap);
}

/**
 * Whether a log may begin at `next` since a snapshot ends right before that: a follower that was sent a snapshot has no log
 * of what is in it. A later snapshot holds what is missing, too, but was taken when it was there.
 */
function isBridge(last: bigint, snapshotZxid: bigint, next: bigint): boolean {
  return snapshotZxid > last && snapshotZxid !== next && follows(snapshotZxid, next);
}
