import type { FileSystem, OpenFile } from './file-system.ts';

/** Changes a file that is there. Resolves when the change, and whatever was written to the file before, is on disk. */
export async function updateFile(
  files: FileSystem,
  path: string,
  change?: (file: OpenFile) => Promise<void>,
): Promise<void> {
  const file = await files.open(path, 'update');
  try {
    await change?.(file);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Forces to disk what was written to some files of a directory, with their names. */
export async function forceFiles(files: FileSystem, directory: string, paths: Iterable<string>): Promise<void> {
  for (const path of paths) await updateFile(files, path);
  await files.syncDirectory(directory);
}
