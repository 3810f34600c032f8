import { existsSync, mkdirSync, readdirSync, readlinkSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DataDirectoryError } from '../../src/index.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { startServer } from '../support/start-server.ts';

const DESCRIPTORS = '/proc/self/fd';

/** The files in a directory that this process has open, where the system tells. */
function openFilesIn(directory: string): string[] {
  if (!existsSync(DESCRIPTORS)) return [];
  const paths = readdirSync(DESCRIPTORS).map((descriptor) => {
    try {
      return readlinkSync(join(DESCRIPTORS, descriptor));
    } catch {
      return '';
    }
  });
  return paths.filter((path) => path.startsWith(directory));
}

test.for([
  ['the secret of the sessions', 'zookit.secret.tmp'],
  ['the first snapshot', 'version-2/snapshot.0.tmp'],
  ['the mark of what is on disk', 'version-2/durableZxid'],
])('a start that cannot write %s names it, leaves no file open, and the next one works', async ([, name]) => {
  using folder = new DataFolder();
  const options = { dataDir: folder.dataDir, storage: storageOf() };
  const obstacle = join(folder.dataDir, name!);
  mkdirSync(obstacle, { recursive: true });
  const starting = startServer(options);
  await expect(starting).rejects.toThrow(`${obstacle}: there is a directory where a file should be`);
  await expect(starting).rejects.toBeInstanceOf(DataDirectoryError);
  expect(openFilesIn(folder.dataDir)).toEqual([]);
  rmdirSync(obstacle);
  await using server = await startServer(options);
  expect(server.view.tree.nodeCount).toBe(5);
});
