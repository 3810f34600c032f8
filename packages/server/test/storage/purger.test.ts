import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, RawClient, SimulatedDisk, VirtualClock, waitFor } from '@zookit/testkit';
import { DataDirectory } from '@zookit/txnlog';
import { expect, test } from 'vitest';
import { Purger } from '../../src/storage/purger.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { create } from '../support/requests.ts';
import { survivor } from '../support/simulated-log.ts';
import { startServer } from '../support/start-server.ts';
import { treeContents } from '../support/tree-contents.ts';

const HOUR_MS = 3_600_000;

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(path, bytes);
}

/** Starts a server so many times, each of which leaves a log and a snapshot. */
async function restart(dataDir: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await using server = await startServer({ dataDir, storage: storageOf() });
    using client = await RawClient.connect(server);
    await create(client, '/znode-', { flags: 2 });
  }
}

test('old snapshots and logs go at the start, and what is left makes the same tree', async () => {
  using folder = new DataFolder();
  await restart(folder.dataDir, 8);
  const before = folder.snapshots;
  const logger = new RecordingLogger();
  const storage = storageOf({ purgeIntervalMs: HOUR_MS, retainedSnapshots: 3 });
  const server = await startServer({ dataDir: folder.dataDir, storage, logger });
  const contents = treeContents(server.view.tree);
  await waitFor('the purge', () => logger.linesLike('old snapshots and logs removed').length > 0);
  await server.close();
  expect(before).toHaveLength(8);
  expect(folder.snapshots.length).toBeLessThanOrEqual(4);
  expect(folder.snapshots).toEqual(expect.arrayContaining(before.slice(-2)));
  expect(folder.logs.length).toBeLessThanOrEqual(5);
  await using again = await startServer({ dataDir: folder.dataDir, storage: storageOf() });
  expect(treeContents(again.view.tree)).toEqual(contents);
});

test('they go again after each interval', async () => {
  using folder = new DataFolder();
  await restart(folder.dataDir, 3);
  const clock = new VirtualClock();
  const logger = new RecordingLogger();
  const storage = storageOf({ purgeIntervalMs: HOUR_MS, retainedSnapshots: 3, snapshotTxnsMax: 2 });
  const hours = { tickTimeMs: HOUR_MS, minSessionTimeoutMs: HOUR_MS, maxSessionTimeoutMs: 1000 * HOUR_MS };
  await using server = await startServer({ dataDir: folder.dataDir, storage, logger, clock, ...hours });
  using client = await RawClient.connect({ port: server.port, timeoutMs: 1000 * HOUR_MS });
  const purges = () => logger.linesLike('old snapshots and logs removed').length;
  for (let round = 0; round < 2; round++) {
    const purgesBefore = purges();
    const taken = () => logger.linesLike('snapshot taken').length;
    for (let target = taken() + 3; taken() < target;) await create(client, '/more-', { flags: 2 });
    clock.advance(HOUR_MS);
    await waitFor('the purge', () => purges() > purgesBefore);
  }
});

test('a purge at the start waits for the snapshot of the start, and keeps what was recovered from', async () => {
  using folder = new DataFolder();
  await restart(folder.dataDir, 8);
  const [recoveredFrom = '', ...damaged] = folder.snapshots.slice(-4);
  for (const name of damaged) flipByte(join(folder.dataDir, 'version-2', name));
  const logger = new RecordingLogger();
  const storage = storageOf({ purgeIntervalMs: HOUR_MS, retainedSnapshots: 3 });
  const server = await startServer({ dataDir: folder.dataDir, storage, logger });
  const contents = treeContents(server.view.tree);
  await waitFor('the purge', () => logger.linesLike('old snapshots and logs removed').length > 0);
  await server.close();
  const messages = logger.lines.map(({ message }) => message);
  expect(messages.indexOf('snapshot taken')).toBeLessThan(messages.indexOf('old snapshots and logs removed'));
  expect(folder.snapshots).toEqual(expect.arrayContaining([recoveredFrom, ...damaged]));
  for (const name of folder.snapshots.slice(-1)) flipByte(join(folder.dataDir, 'version-2', name));
  await using again = await startServer({ dataDir: folder.dataDir, storage: storageOf() });
  expect(treeContents(again.view.tree)).toEqual(contents);
});

test('a server that stops does not wait for a purge that has not begun to remove', async () => {
  const disk = new SimulatedDisk();
  await using directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
  const logger = new RecordingLogger();
  const purger = new Purger(directory, storageOf({ purgeIntervalMs: HOUR_MS }), new VirtualClock(), logger);
  let isListed = false;
  disk.fault = () => {
    isListed = true;
    return undefined;
  };
  const ready = Promise.withResolvers<undefined>();
  purger.start(ready.promise);
  const stopped = purger.stop();
  ready.resolve(undefined);
  await stopped;
  expect([isListed, logger.lines]).toEqual([false, []]);
});

test('no interval, no purge', async () => {
  using folder = new DataFolder();
  await restart(folder.dataDir, 6);
  expect(folder.snapshots).toHaveLength(6);
});

test('a purge that fails is an error in the log, and is tried again', async () => {
  const disk = new SimulatedDisk();
  await using directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
  const logger = new RecordingLogger();
  const clock = new VirtualClock();
  const purger = new Purger(directory, storageOf({ purgeIntervalMs: HOUR_MS }), clock, logger);
  const error = diskError('EIO', 'scandir', '/data');
  disk.fault = () => ({ error });
  purger.start();
  await waitFor('the failure', () => logger.lines.length === 1);
  clock.advance(HOUR_MS);
  await waitFor('another failure', () => logger.lines.length === 2);
  expect(logger.lines[1]).toMatchObject({ level: 'error', message: 'old snapshots and logs not removed' });
  await purger.stop();
  clock.advance(10 * HOUR_MS);
  await purger.stop();
  expect(logger.lines).toHaveLength(2);
  disk.fault = () => undefined;
});
