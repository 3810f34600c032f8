import { join } from 'node:path';
import { LOCK_NAME } from './directory-lock.ts';
import type { FileSystem } from './file-system.ts';
import type { LockOwner, ProcessMark } from './lock-owner.ts';
import { readSmallFile } from './read-small-file.ts';

/**
 * The process that holds a directory with logs or snapshots, as far as can be told from outside; undefined when there is
 * none, or when it is gone. Changes nothing. Apache's server holds no lock.
 */
export async function lockHolder(
  files: FileSystem,
  directory: string,
  owner: LockOwner,
): Promise<ProcessMark | undefined> {
  const text = await readSmallFile(files, join(directory, LOCK_NAME));
  const holder = text === undefined ? undefined : parseMark(text);
  return holder !== undefined && owner.mayBeAlive(holder) ? holder : undefined;
}

function parseMark(text: string): ProcessMark | undefined {
  try {
    return JSON.parse(text) as ProcessMark;
  } catch {
    return undefined;
  }
}
