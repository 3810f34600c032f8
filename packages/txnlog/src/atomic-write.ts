import { dirname } from 'node:path';
import type { FileSystem } from './file-system.ts';

/** Replaces a file's content: after a crash there is the old or the new one, whole. Resolves when it is on disk. */
export async function atomicWrite(files: FileSystem, path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await files.open(temporary, 'replace');
  try {
    await file.write(typeof content === 'string' ? Buffer.from(content) : content, 0);
    await file.datasync();
  } finally {
    await file.close();
  }
  await files.rename(temporary, path);
  await files.syncDirectory(dirname(path));
}
