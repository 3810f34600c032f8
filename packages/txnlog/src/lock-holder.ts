import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { LOCK_NAME, lookAtLock } from './lock-file.ts';
import type { LockOwner, ProcessMark } from './lock-owner.ts';
import { isInUse } from './lock-watch.ts';

/**
 * The process that holds a directory with logs or snapshots; undefined when there is none, or when it is gone. Changes
 * nothing. Takes some seconds where the system cannot say whether that process runs. Apache's server holds no lock.
 */
export async function lockHolder(
  files: FileSystem,
  directory: string,
  owner: LockOwner,
): Promise<ProcessMark | undefined> {
  const path = join(directory, LOCK_NAME);
  const seen = await lookAtLock(files, path);
  return seen !== undefined && (await isInUse({ files, path, seen, owner })) ? seen.holder : undefined;
}
