import { basename, dirname, join } from 'node:path';
import { DirectoryLock, nodeFileSystem, thisProcess, type OpenFile } from '@zookit/txnlog';
import { copyLog } from './copy-log.ts';

/** Where the copy of a log is kept that is changed: by that name no server takes it for a log. */
export function backupPath(path: string): string {
  return join(dirname(path), `backup.${basename(path)}`);
}

/**
 * Changes a log in place, after it was copied to {@link backupPath}, with its directory held against a server meanwhile.
 * Resolves when the change is on disk.
 */
export async function changeLog(path: string, change: (file: OpenFile) => Promise<void>): Promise<void> {
  const lock = await DirectoryLock.take(nodeFileSystem, dirname(path), thisProcess);
  try {
    const file = await nodeFileSystem.open(path, 'update');
    try {
      await copyLog(file, backupPath(path), await file.sizeBytes());
      await change(file);
      await file.datasync();
    } finally {
      await file.close();
    }
  } finally {
    await lock.release();
  }
}
