import { join } from 'node:path';
import { CorruptSnapshotError } from './errors.ts';
import type { SnapshotName } from './file-names.ts';
import type { FileSystem } from './file-system.ts';
import { listSnapshots } from './snapshot-files.ts';
import { checkReachOf } from './snapshot-reach.ts';
import { readSnapshot, type SnapshotVisitor } from './snapshot-reader.ts';
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
  /** The names of snapshots that a recovery passed over: they do not count, whatever a purge thinks of them. */
  readonly damagedSnapshots?: readonly string[] | undefined;
  /** Ends the search for what can be removed, with the signal's reason. What is being removed is removed. */
  readonly signal?: AbortSignal | undefined;
}

/** A file that can be removed. */
export interface RemovableFile {
  readonly path: string;
  /** When its content last changed, in ms since 1970. */
  readonly modifiedMs: number;
}

/** What a purge would do. */
export interface PurgePlan {
  /** In the order in which it is to be removed: should that stop half-way, then what is left has no gap. */
  readonly removable: readonly RemovableFile[];
  /** The newest snapshots that can be read, one for each zxid, as many as are asked for or there are; the newest first. */
  readonly sound: readonly SnapshotName[];
  /** The snapshots among those, or newer, that are damaged: they stay, for somebody to look at. */
  readonly damaged: readonly CorruptSnapshotError[];
  /** The paths of what has the name of a snapshot or a log, and is no file: it stays. */
  readonly strange: readonly string[];
  readonly snapshotCount: number;
  readonly logCount: number;
}

const blindVisitor: SnapshotVisitor = {
  addSession: () => undefined,
  addAcl: () => undefined,
  addNode: () => undefined,
};

/**
 * Finds the old snapshots, and the logs that none of those kept needs. Reads the snapshots to be kept to their ends: only
 * those count that a server could start from.
 */
export async function planPurge(options: PurgeOptions): Promise<PurgePlan> {
  const { files, snapshotDirectory, logDirectory } = options;
  const snapshots = await statusesOf(files, snapshotDirectory, await listSnapshots(files, snapshotDirectory));
  const { sound, damaged } = await findSound(options, snapshots.found);
  const logs = await statusesOf(files, logDirectory, await listLogs(files, logDirectory));
  const oldest = sound.length < wantedCount(options) ? undefined : sound.at(-1)!.zxid;
  const kept = new Set(oldest === undefined ? logs.found : logsFrom(logs.found, oldest));
  const removable = [
    ...snapshots.found.filter(({ zxid }) => oldest !== undefined && zxid < oldest).reverse(),
    ...logs.found.filter((log) => !kept.has(log)),
  ];
  return {
    removable: removable.map(({ path, modifiedMs }) => ({ path, modifiedMs })),
    sound,
    damaged,
    strange: [...snapshots.strange, ...logs.strange],
    snapshotCount: snapshots.found.length,
    logCount: logs.found.length,
  };
}

function wantedCount({ retainCount }: PurgeOptions): number {
  return Math.max(retainCount, RETAIN_MIN_COUNT);
}

interface Statuses<Name> {
  readonly found: readonly (Name & RemovableFile)[];
  readonly strange: readonly string[];
}

/** What stands under the names. Of a file that is gone by now nothing is said: another purge was faster. */
async function statusesOf<Name extends { readonly name: string }>(
  files: FileSystem,
  directory: string,
  names: readonly Name[],
): Promise<Statuses<Name>> {
  const found: (Name & RemovableFile)[] = [];
  const strange: string[] = [];
  for (const name of names) {
    const path = join(directory, name.name);
    const status = await files.status(path);
    if (status?.isFile === true) found.push({ ...name, path, modifiedMs: status.modifiedMs });
    else if (status !== undefined) strange.push(path);
  }
  return { found, strange };
}

/** Reads one snapshot after the other, the newest first, until there are enough. */
async function findSound(
  options: PurgeOptions,
  snapshots: readonly SnapshotName[],
): Promise<Pick<PurgePlan, 'sound' | 'damaged'>> {
  const sound: SnapshotName[] = [];
  const damaged: CorruptSnapshotError[] = [];
  for (const snapshot of snapshots) {
    // Two files of one zxid are one state.
    if (sound.at(-1)?.zxid === snapshot.zxid || options.damagedSnapshots?.includes(snapshot.name) === true) continue;
    const verdict = await judge(options, snapshot);
    if (verdict === 'sound') sound.push(snapshot);
    else if (verdict !== 'gone') damaged.push(verdict);
    if (sound.length === wantedCount(options)) break;
  }
  return { sound, damaged };
}

async function judge(
  { files, snapshotDirectory, signal }: PurgeOptions,
  snapshot: SnapshotName,
): Promise<'sound' | 'gone' | CorruptSnapshotError> {
  try {
    const trailer = await readSnapshot(files, snapshotDirectory, snapshot, blindVisitor, () => {
      signal?.throwIfAborted();
    });
    checkReachOf(join(snapshotDirectory, snapshot.name), snapshot, trailer);
    return 'sound';
  } catch (error) {
    if (error instanceof CorruptSnapshotError) return error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    throw error;
  }
}
