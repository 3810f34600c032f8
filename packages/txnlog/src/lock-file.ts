import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import type { ProcessMark } from './lock-owner.ts';
import { readSmallFile } from './read-small-file.ts';

/** The name of the lock file, beside logs and snapshots. Apache's server, which has no lock, ignores it. */
export const LOCK_NAME = 'zookit.lock';

const NOBODY: ProcessMark = { pid: 0, host: '', boot: '', pidSpace: '', started: '', beacon: '' };

/** Who holds a directory, by its lock; undefined for none, or one that its process had no time to fill. */
export async function readLock(files: FileSystem, directory: string): Promise<ProcessMark | undefined> {
  const text = await readSmallFile(files, join(directory, LOCK_NAME));
  return text === undefined ? undefined : parseMark(text);
}

function parseMark(text: string): ProcessMark | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? { ...NOBODY, ...found } : undefined;
  } catch {
    return undefined;
  }
}
