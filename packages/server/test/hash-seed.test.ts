import { expect, test } from 'vitest';
import { DataFolder, storageOf } from './support/data-folder.ts';
import { startServer } from './support/start-server.ts';

/** The seed of a server's tree, which clients must not know. */
async function seedOf(dataDir?: string): Promise<number> {
  await using server = await startServer({ dataDir, storage: storageOf() });
  return server.view.tree.settings.hashSeed;
}

test('each start has a hash seed of its own, with a data directory and without', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  const seeds = new Set([await seedOf(dataDir), await seedOf(dataDir), await seedOf(), await seedOf()]);
  expect(seeds.size).toBe(4);
  expect(seeds.has(0)).toBe(false);
});
