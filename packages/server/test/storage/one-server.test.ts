import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { DataDirectoryError, LogWriteError } from '../../src/index.ts';
import { DataFolder } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { create, exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const lockOfAnother = '{"pid":7,"host":"another","boot":"another","pidSpace":"","started":""}';

function lockIn(dataDir: string): string {
  return join(dataDir, 'version-2', 'zookit.lock');
}

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

test('a directory that a server on another machine left is taken when nothing shows that it lives', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  await (await startServer({ dataDir })).close();
  writeFileSync(lockIn(dataDir), lockOfAnother);
  const logger = new RecordingLogger();
  await using server = await startServer({ dataDir, logger });
  expect(server.view.tree.nodeCount).toBe(5);
  expect(logger.linesLike('the directory was taken over')).toMatchObject([
    { level: 'warn', fields: { directory: join(dataDir, 'version-2'), holder: 'process 7 on another' } },
  ]);
});

test('a server that loses its directory stops, and says to whom', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  const server = await startServer({ dataDir });
  writeFileSync(lockIn(dataDir), lockOfAnother);
  const cause = await server.failed;
  expect(cause).toBeInstanceOf(LogWriteError);
  expect(cause.message).toContain('it was taken over by process 7 on another');
  await server.close();
  expect(readFileSync(lockIn(dataDir), 'utf8')).toBe(lockOfAnother);
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
