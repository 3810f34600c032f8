import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { listSnapshots, looksComplete } from './snapshot-files.ts';
import { listLogs, logsFrom } from './txn-log-reader.ts';

/** Fewer snapshots are never kept. Source: Apache's PurgeTxnLog. */
export const RETAIN_MIN_COUNT = 3;

/** Where the files are, and how many snapshots are to be kept. */
export interface PurgeOptions {
  readonly files: FileSystem;
  readonly snapshotDirectory: string;
  readonly logDirectory: string;
  /** zoo.cfg: `autopurge.snapRetainCount`. */
  readonly retainCount: number;
}

/**
 * Removes old snapshots, and the logs that none of those kept needs. Returns the paths of what was removed, which can be
 * none: nothing is removed before there are `retainCount` complete snapshots. What is not by its name a log or a snapshot
 * stays, unlike with Apache's server.
 */
export async function purge(options: PurgeOptions): Promise<string[]> {
  const paths = await purgeable(options);
  for (const path of paths) await options.files.remove(path);
  if (paths.length > 0) await options.files.syncDirectory(options.logDirectory);
  return paths;
}

/** The paths of what {@link purge} would remove now, in the order in which it does. */
export async function purgeable(options: PurgeOptions): Promise<string[]> {
  const { files, snapshotDirectory, logDirectory } = options;
  const retainCount = Math.max(options.retainCount, RETAIN_MIN_COUNT);
  const oldest = await oldestKept(options, retainCount);
  if (oldest === undefined) return [];
  const logs = await listLogs(files, logDirectory);
  const kept = new Set(logsFrom(logs, oldest));
  const snapshots = (await listSnapshots(files, snapshotDirectory)).filter(({ zxid }) => zxid < oldest);
  return [
    // The oldest first: should removal stop half-way, then what is left has no gap.
    ...snapshots.toReversed().map(({ name }) => join(snapshotDirectory, name)),
    ...logs.filter((log) => !kept.has(log)).map(({ name }) => join(logDirectory, name)),
  ];
}

/** The zxid of the oldest snapshot to be kept; undefined when there are not more than that. */
async function oldestKept(
  { files, snapshotDirectory }: PurgeOptions,
  retainCount: number,
): Promise<bigint | undefined> {
  let left = retainCount;
  let oldest: bigint | undefined;
  for (const snapshot of await listSnapshots(files, snapshotDirectory)) {
    if (!(await looksComplete(files, snapshotDirectory, snapshot))) continue;
    oldest = snapshot.zxid;
    if (--left === 0) return oldest;
  }
  return undefined;
}
