import { chmod, chown, stat } from 'node:fs/promises';
import { isUnsupported } from './is-unsupported.ts';

/** Lets a new file be read and written by whom `from` may be: its mode, and its owner, too, where root makes it. */
export async function takeOverRights(from: string, to: string): Promise<void> {
  const { mode } = await stat(from);
  await takeOverOwner(from, to);
  await unlessUnsupported(chmod(to, mode & 0o777));
}

/** Gives a file that root has made to whom `from` belongs: a server that is not root must be able to read it. */
export async function takeOverOwner(from: string, to: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(from);
  await unlessUnsupported(chown(to, uid, gid));
}

async function unlessUnsupported(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
}
