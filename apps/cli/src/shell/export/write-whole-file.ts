import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFailure } from '../failure/file-access.ts';
import { ShellError } from '../failure/shell-error.ts';

/** Only its owner may read it: hashes of passwords may be among the ACLs. */
const MODE = 0o600;

/**
 * Writes a file that is there when it is whole, and only then: until then it has another name, beside it. Rejects if the
 * file is there, unless `replaces`. What is no file, such as a pipe, is written to as it is.
 */
export async function writeWholeFile(file: string, pieces: AsyncIterable<string>, replaces: boolean): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const found = await stat(target).catch(() => undefined);
  if (found !== undefined && !found.isFile()) return writeTo(await open(target, 'w'), pieces);
  if (found !== undefined && !replaces) {
    throw new ShellError(`${file} is there already. With --force it is replaced.`);
  }
  const unfinished = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.unfinished`);
  try {
    const handle = await open(unfinished, 'wx', MODE).catch((error: unknown) => {
      throw writeFailure(file, error);
    });
    await writeTo(handle, pieces);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeTo(handle: FileHandle, pieces: AsyncIterable<string>): Promise<void> {
  try {
    let gathered = '';
    for await (const piece of pieces) {
      gathered += piece;
      if (gathered.length < 65_536) continue;
      await handle.writeFile(gathered);
      gathered = '';
    }
    await handle.writeFile(gathered);
    if ((await handle.stat()).isFile()) await handle.sync();
  } finally {
    await handle.close();
  }
}
