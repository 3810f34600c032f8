import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DirectoryLock, LOCK_NAME, nodeFileSystem, thisProcess, type OpenFile } from '@zookit/txnlog';
import { copyLog } from './copy-log.ts';
import { heedSignals } from './heed-signals.ts';
import type { LogPlace } from './log-place.ts';
import { takeOverOwner } from './take-over-rights.ts';
import { ToolError } from './tool-error.ts';

/** How a log is to be changed. */
export interface LogChange {
  /** Whether the log is still what the change was decided on. */
  isDue(file: OpenFile): Promise<boolean>;
  make(file: OpenFile): Promise<void>;
}

/** Where the copy of a log is kept that is changed: by that name no server takes it for a log. */
export function backupPath({ directory, path }: LogPlace): string {
  return join(directory, `backup.${basename(path)}`);
}

/**
 * Changes a log in place, after it was copied to {@link backupPath}, with its directory held against a server meanwhile.
 * Resolves when the change is on disk. Throws {@link ToolError}, and changes nothing, when it is not due any more.
 */
export async function changeLog(place: LogPlace, change: LogChange): Promise<void> {
  await heedSignals(async (signal) => {
    const lock = await DirectoryLock.take(nodeFileSystem, place.directory, thisProcess);
    try {
      await takeOverOwner(place.directory, join(place.directory, LOCK_NAME));
      await changeLocked(place, change, signal);
    } finally {
      await lock.release();
    }
  });
}

async function changeLocked(place: LogPlace, change: LogChange, signal: AbortSignal): Promise<void> {
  const file = await nodeFileSystem.open(place.path, 'update');
  try {
    if (!(await change.isDue(file))) {
      throw new ToolError(`${place.path} has changed meanwhile, and was left as it is: look at it again.`);
    }
    await backUp(file, place, signal);
    await change.make(file);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function backUp(file: OpenFile, place: LogPlace, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const backup = backupPath(place);
  await copyLog(file, backup, await file.sizeBytes());
  if (!signal.aborted) return;
  await rm(backup);
  signal.throwIfAborted();
}
