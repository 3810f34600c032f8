import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatHex, writes } from '@zookit/protocol';
import { ConnectionEndedError, RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { LogWriteError } from '../../src/index.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { create, creation, exists } from '../support/requests.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { startServer } from '../support/start-server.ts';
import { treeContents } from '../support/tree-contents.ts';

test('a server whose log cannot be written stops without an answer, says why, and loses nothing', async () => {
  using folder = new DataFolder();
  const logger = new RecordingLogger();
  // Each batch begins a new log, so that a directory of the next one's name is a disk that fails.
  const options = { dataDir: folder.dataDir, storage: storageOf({ logSizeMaxBytes: 0 }) };
  const first = await startServer({ ...options, logger });
  using client = await RawClient.connect(first);
  using other = await RawClient.connect(first);
  await create(client, '/acknowledged');
  const contents = treeContents(first.view.tree);
  const nextLog = `log.${formatHex(contents.lastProcessedZxid + 1n).replace('0x', '')}`;
  const obstacle = join(folder.dataDir, 'version-2', nextLog);
  mkdirSync(obstacle);

  const unanswered = client.batch(() => [1, 2, 3].map((count) => client.request(writes.create, creation(`/${count}`))));
  for (const request of unanswered) await expect(request).rejects.toThrow(ConnectionEndedError);
  await other.socket.ended;
  await expect(other.request(writes.create, creation('/later'))).rejects.toThrow(ConnectionEndedError);
  const cause = await first.failed;
  expect(cause).toBeInstanceOf(LogWriteError);
  expect(cause.message).toContain(nextLog);
  expect(logger.linesLike('server stops')).toMatchObject([{ level: 'error', fields: { error: cause } }]);
  await Promise.allSettled([first.close()]);
  await expect(RawClient.connect(first)).rejects.toThrow();

  rmdirSync(obstacle);
  await using second = await startServer(options);
  expect(treeContents(second.view.tree)).toEqual(contents);
  using witness = await RawClient.connect(second);
  expect(await exists(witness, '/1')).toBe(false);
  await create(witness, '/again');
});
