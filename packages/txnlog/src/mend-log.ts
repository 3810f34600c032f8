import { basename, join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import type { LogEnd } from './log-file-reader.ts';
import { RECORD_END } from './log-format.ts';
import { updateFile } from './update-file.ts';

/**
 * Brings the end of the last log into the shape that a finished write leaves, so that the log is sound when others follow
 * it: what a crash left of a write becomes zeros again, a missing end mark is written. Resolves when that is on disk.
 */
export async function mendLog(files: FileSystem, end: LogEnd): Promise<void> {
  if (end.kind !== 'torn' && end.kind !== 'unmarked') return;
  await updateFile(files, end.path, async (file) => {
    if (end.kind === 'torn') await file.write(Buffer.alloc(end.endOffset - end.offset), end.offset);
    else await file.write(Uint8Array.of(RECORD_END), end.endOffset - 1);
  });
}

/** Removes a log that holds no transaction: the next one may have its name. */
export async function removeEmptyLog(files: FileSystem, directory: string, end: LogEnd): Promise<void> {
  await files.remove(join(directory, basename(end.path)));
  await files.syncDirectory(directory);
}
