import type { CorruptSnapshotError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { planPurge, type PurgeOptions, type RemovableFile } from './purge-plan.ts';

/** What {@link purge} did. */
export interface Purged {
  /** The paths of what was removed, in that order. */
  readonly removed: readonly string[];
  /** The snapshots that are damaged and stay, the newest first. */
  readonly damaged: readonly CorruptSnapshotError[];
}

/**
 * Removes old snapshots, and the logs that none of those kept needs: nothing before there are `retainCount` snapshots that
 * can be read. What is not by its name a log or a snapshot stays, unlike with Apache's server.
 */
export async function purge(options: PurgeOptions): Promise<Purged> {
  const { removable, damaged } = await planPurge(options);
  const removed: string[] = [];
  await removePlanned(options, removable, ({ path }) => {
    removed.push(path);
  });
  return { removed, damaged };
}

/**
 * Removes what {@link planPurge} has found, the first one first. `onRemoved` is told of each file that is gone by this call,
 * and not of one that another purge was faster with.
 */
export async function removePlanned(
  { files, snapshotDirectory, logDirectory }: PurgeOptions,
  removable: readonly RemovableFile[],
  onRemoved: (file: RemovableFile) => Promise<void> | void,
): Promise<void> {
  if (removable.length === 0) return;
  try {
    for (const file of removable) if (await isRemoved(files, file.path)) await onRemoved(file);
  } finally {
    for (const directory of new Set([snapshotDirectory, logDirectory])) await files.syncDirectory(directory);
  }
}

async function isRemoved(files: FileSystem, path: string): Promise<boolean> {
  try {
    await files.remove(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
