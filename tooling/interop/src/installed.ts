import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from './directories.ts';

/**
 * Installs something into a directory of the cache unless the same version of it is there already.
 *
 * The directory counts as installed when the mark, which is written last, equals `version`; anything else is removed
 * and installed anew, so an install that was cut short is never used.
 */
export async function installedIn(
  name: string,
  version: string,
  install: (directory: string) => Promise<void>,
): Promise<string> {
  const directory = join(cacheDirectory, name);
  const mark = join(directory, 'installed.txt');
  const found = await readFile(mark, 'utf8').catch(() => undefined);
  if (found === version) return directory;
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await install(directory);
  await writeFile(mark, version);
  return directory;
}
