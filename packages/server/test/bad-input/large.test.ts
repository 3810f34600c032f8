import { encode } from '@zookit/jute';
import { AddWatchMode, ErrorCode, OpCode, reads, writes, type MultiRequestPart } from '@zookit/protocol';
import { RawClient, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { HeldClock } from '../support/held-clock.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { change, create, creation, ephemeral, exists, part } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const FRAME_MAX_BYTES = 1_048_575;

describe('a multi that fills a frame', () => {
  /** As many parts as there is room for, and one more. */
  function fill(last: MultiRequestPart): MultiRequestPart[] {
    const one = encode(writes.multi.request, { operations: [part.create('/a/00000', { data: null })] }).length - 9;
    const count = Math.trunc((FRAME_MAX_BYTES - 200) / one);
    const parts = Array.from({ length: count }, (_, index) =>
      part.create(`/a/${String(index).padStart(5, '0')}`, { data: null }),
    );
    return [...parts, last];
  }

  test('is carried out whole', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const operations = fill(part.check('/a'));
    const { response } = await client.request(writes.multi, { operations });
    expect(response?.results).toHaveLength(operations.length);
    expect((await client.ask(reads.getAllChildrenNumber, { path: '/a' })).totalNumber).toBe(operations.length - 1);
  });

  test('leaves nothing behind when its last part fails', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const { digest } = server.view.tree;
    const operations = fill(part.check('/a', 77));
    const { response } = await client.request(writes.multi, { operations });
    expect(response?.results.at(-1)).toEqual({ type: -1, error: ErrorCode.BadVersion });
    expect(server.view.tree.digest).toBe(digest);
    expect(server.view.tree.nodeCount).toBe(6);
  });

  test('may be nothing but its own nesting, which is refused', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const header = Buffer.from([0, 0, 0, OpCode.multi, 0, 255, 255, 255, 255]);
    const { header: reply } = await client.requestRaw(
      OpCode.multi,
      Buffer.concat(Array.from({ length: 100_000 }, () => header)),
    );
    expect(reply.error).toBe(ErrorCode.MarshallingError);
  });
});

test('a session owns no more ephemeral znodes than can be listed when it ends', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  const client = await RawClient.connect(server);
  const errors = await Promise.all(
    client.batch(() =>
      Array.from({ length: 12 }, (_, index) =>
        client.errorOf(writes.create, ephemeral(`/${String(index)}${'x'.repeat(100_000)}`)),
      ),
    ),
  );
  expect(errors.filter((error) => error === ErrorCode.Ok)).toHaveLength(9);
  expect(new Set(errors)).toEqual(new Set([ErrorCode.Ok, ErrorCode.QuotaExceeded]));
  await client.close();
  expect(server.view.tree.ephemeralCount).toBe(0);
  expect(await exists(observer, '/')).toBe(true);
});

test('a list of children that is longer than any client takes is refused, sets no watch, and the connection goes on', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/p');
  const names = Array.from({ length: 40 }, (_, index) => `/p/${String(index)}${'x'.repeat(500_000)}`);
  for (const name of names) await client.ask(writes.create, creation(name, { data: null }));
  expect(await client.errorOf(reads.getChildren, { path: '/p', watch: true })).toBe(ErrorCode.MarshallingError);
  expect(await client.errorOf(reads.getChildren2, { path: '/p', watch: false })).toBe(ErrorCode.MarshallingError);
  expect((await client.ask(reads.getAllChildrenNumber, { path: '/p' })).totalNumber).toBe(names.length);
  expect(server.view.tree.watches.childWatchCount).toBe(0);
});

test('a client that sets more watches than all may have is cut off, and its watches go', async () => {
  const logger = new RecordingLogger();
  await using server = await startServer({ logger, watchesMaxBytes: 100_000 });
  using modest = await RawClient.connect(server);
  using greedy = await RawClient.connect(server);
  await modest.request(reads.exists, { path: '/mine', watch: true });
  const existWatches = Array.from({ length: 1000 }, (_, index) => `/${String(index)}`);
  void greedy.request(reads.setWatches, { relativeZxid: 0n, dataWatches: [], existWatches, childWatches: [] });
  await greedy.socket.ended;
  await waitFor('its watches to go', () => server.view.tree.watches.dataWatchCount === 1);
  expect(logger.linesLike('connection closed: too many watches')).toHaveLength(1);
  await create(modest, '/mine');
  expect(modest.events).toHaveLength(1);
});

test('events that are more than a buffer holds reach a client that reads, all of them', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  using writer = await RawClient.connect(server);
  using watcher = await RawClient.connect(server);
  const path = `/${'x'.repeat(900_000)}`;
  await create(writer, path);
  await watcher.ask(reads.addWatch, { path: '/', mode: AddWatchMode.PERSISTENT_RECURSIVE });
  const count = 25;
  clock.hold();
  const changes = writer.batch(() => Array.from({ length: count }, () => writer.request(writes.setData, change(path))));
  await waitFor('all changes', () => server.view.outstanding === count);
  clock.release();
  await Promise.all(changes);
  const zxids = (await watcher.waitForEvents(count)).map(({ zxid }) => zxid);
  expect(zxids).toEqual(await Promise.all(changes.map(async (reply) => (await reply).header.zxid)));
});
