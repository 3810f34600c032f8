import type { FileSystem } from './file-system.ts';

/** The text of a file that is known to be small; undefined when there is none. */
export async function readSmallFile(files: FileSystem, path: string): Promise<string | undefined> {
  const status = await files.status(path);
  if (status === undefined) return undefined;
  const file = await files.open(path, 'read');
  try {
    const bytes = Buffer.alloc(status.sizeBytes);
    return bytes.toString('utf8', 0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}
