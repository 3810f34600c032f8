import type { FileSystem } from './file-system.ts';
import { readLock } from './lock-file.ts';
import type { LockOwner, ProcessMark } from './lock-owner.ts';

/**
 * The process that holds a directory with logs or snapshots, as far as can be told from outside; undefined when there is
 * none, or when it is gone. Changes nothing. Apache's server holds no lock.
 */
export async function lockHolder(
  files: FileSystem,
  directory: string,
  owner: LockOwner,
): Promise<ProcessMark | undefined> {
  const holder = await readLock(files, directory);
  return holder !== undefined && (await owner.livenessOf(holder, directory)) !== 'gone' ? holder : undefined;
}
