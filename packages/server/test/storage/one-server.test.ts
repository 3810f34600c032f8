import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { DataDirectoryError } from '../../src/index.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { create, exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

test('a second server on the directory of one that runs is refused, and the first goes on', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  const first = await startServer({ dataDir });
  await expect(startServer({ dataDir })).rejects.toThrow(DataDirectoryError);
  using client = await RawClient.connect(first);
  await create(client, '/a');
  await expect(startServer({ dataDir })).rejects.toThrow(DataDirectoryError);
  await first.close();
  await using second = await startServer({ dataDir });
  using witness = await RawClient.connect(second);
  expect(await exists(witness, '/a')).toBe(true);
});

test('a directory of which nobody knows whether a server has it is taken by whoever is told to', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  await (await startServer({ dataDir })).close();
  const lock = join(dataDir, 'version-2', 'zookit.lock');
  writeFileSync(lock, '{"pid":1,"host":"another","boot":"another","pidSpace":"","started":"","beacon":""}');
  await expect(startServer({ dataDir })).rejects.toThrow('whether that still runs cannot be told from here');
  await using server = await startServer({ dataDir, storage: storageOf({ takesOverLock: true }) });
  expect(server.view.tree.nodeCount).toBe(5);
});

test('a directory of logs belongs to one server, too', async () => {
  using one = new DataFolder();
  using other = new DataFolder();
  await using first = await startServer({ dataDir: one.dataDir, dataLogDir: one.dataLogDir });
  await expect(startServer({ dataDir: other.dataDir, dataLogDir: one.dataLogDir })).rejects.toThrow(DataDirectoryError);
  await using second = await startServer({ dataDir: other.dataDir, dataLogDir: other.dataLogDir });
  expect(second.port).not.toBe(first.port);
});

test('a server that cannot have its port gives its directory back', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  await using occupant = await startServer();
  await expect(startServer({ dataDir, port: occupant.port })).rejects.toThrow('EADDRINUSE');
  await using server = await startServer({ dataDir });
  expect(server.view.tree.nodeCount).toBe(5);
});
