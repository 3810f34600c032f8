import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { LOCK_NAME } from './lock-file.ts';
import { readSmallFile } from './read-small-file.ts';

/** What a file system says that gives no file a second name. */
const CANNOT_LINK: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Makes a lock that says `text`, whole from the first moment. False when there is one. */
export async function createLock(files: FileSystem, path: string, text: string): Promise<boolean> {
  const draft = passingPath(path);
  await writeNew(files, draft, text);
  try {
    return await giveName(files, draft, path, text);
  } finally {
    await files.remove(draft);
  }
}

/**
 * Removes a lock if it still says `text`. False when it says something else: then it is left, and only away
 * for a moment that its holder bears.
 */
export async function removeLock(files: FileSystem, path: string, text: string): Promise<boolean> {
  const aside = passingPath(path);
  try {
    await files.rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
  const found = await readSmallFile(files, aside);
  if (found !== undefined && found !== text) await giveName(files, aside, path, found);
  await files.remove(aside);
  return found === text;
}

/** Removes what processes left that died while they made or removed a lock. */
export async function removeLeftovers(files: FileSystem, directory: string): Promise<void> {
  for (const name of await files.list(directory)) {
    if (name.startsWith(`${LOCK_NAME}.`)) await files.remove(join(directory, name));
  }
}

/** A name that nobody else uses. */
function passingPath(path: string): string {
  return `${path}.${randomBytes(8).toString('hex')}`;
}

async function giveName(files: FileSystem, from: string, path: string, text: string): Promise<boolean> {
  try {
    await files.link(from, path).catch(async (error: unknown) => {
      if (!CANNOT_LINK.includes(codeOf(error))) throw error;
      await writeNew(files, path, text);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeNew(files: FileSystem, path: string, text: string): Promise<void> {
  const file = await files.open(path, 'create');
  try {
    file.writeNow(Buffer.from(text), 0);
  } catch (error) {
    await files.remove(path);
    throw error;
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}
