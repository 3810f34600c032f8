import { ErrorCode, EventType, reads, writes, type SetWatches2 } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { change, create, deletion, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const { NodeCreated, NodeDeleted, NodeDataChanged, NodeChildrenChanged } = EventType;
const CATCH_UP_ZXID = -1n;

const none: SetWatches2 = {
  relativeZxid: 0n,
  dataWatches: [],
  existWatches: [],
  childWatches: [],
  persistentWatches: [],
  persistentRecursiveWatches: [],
};

/** The events, each as its type and path, of which all have the zxid of those that no transaction caused just now. */
function caughtUp(client: RawClient): [number, string][] {
  for (const event of client.events) expect(event.zxid).toBe(CATCH_UP_ZXID);
  return client.events.map(({ type, path }) => [type, path]);
}

describe('what changed while a client was away is told before the reply', () => {
  test('a znode that is gone, one whose data changed, one whose children changed, one that came', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    for (const path of ['/gone', '/data', '/children', '/same']) await create(client, path);
    const relativeZxid = await lastZxid(client);
    await client.ask(writes.delete, deletion('/gone'));
    await client.ask(writes.setData, change('/data'));
    await create(client, '/children/new');
    await create(client, '/came');
    const { header, body } = await client.request(reads.setWatches, {
      relativeZxid,
      dataWatches: ['/gone', '/data', '/same'],
      existWatches: ['/came', '/never'],
      childWatches: ['/gone', '/children', '/same'],
    });
    expect([header.error, body.length]).toEqual([ErrorCode.Ok, 0]);
    expect(caughtUp(client)).toEqual([
      [NodeDeleted, '/gone'],
      [NodeDataChanged, '/data'],
      [NodeCreated, '/came'],
      [NodeDeleted, '/gone'],
      [NodeChildrenChanged, '/children'],
    ]);
    expect(client.received.at(-1)).toMatchObject({ kind: 'reply', name: 'setWatches' });
    const { dataWatchCount, childWatchCount } = server.view.tree.watches;
    expect([dataWatchCount, childWatchCount]).toEqual([2, 1]);
  });

  test('a znode that was deleted and made again counts as changed', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const relativeZxid = await lastZxid(client);
    await client.ask(writes.delete, deletion('/a'));
    await create(client, '/a');
    await client.ask(reads.setWatches, {
      ...none,
      relativeZxid,
      dataWatches: ['/a'],
      existWatches: ['/a'],
      childWatches: ['/a'],
    });
    expect(caughtUp(client)).toEqual([
      [NodeDataChanged, '/a'],
      [NodeCreated, '/a'],
      [NodeChildrenChanged, '/a'],
    ]);
  });
});

describe('what did not change is watched again', () => {
  test('by standard watches, which fire once', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const relativeZxid = await lastZxid(client);
    await client.ask(reads.setWatches, {
      ...none,
      relativeZxid,
      dataWatches: ['/a'],
      existWatches: ['/b'],
      childWatches: ['/a'],
    });
    expect(client.events).toEqual([]);
    await create(client, '/b');
    await create(client, '/a/c');
    await client.ask(writes.setData, change('/a'));
    await client.ask(writes.setData, change('/a'));
    expect(client.events.map(({ type, path }) => [type, path])).toEqual([
      [NodeCreated, '/b'],
      [NodeChildrenChanged, '/a'],
      [NodeDataChanged, '/a'],
    ]);
  });

  test('by persistent watches of setWatches2, which tell nothing of the past', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await client.ask(reads.setWatches2, { ...none, persistentWatches: ['/a'], persistentRecursiveWatches: ['/b'] });
    expect(client.events).toEqual([]);
    await client.ask(writes.setData, change('/a'));
    await create(client, '/b');
    await create(client, '/b/c');
    expect(client.events.map(({ type, path }) => [type, path])).toEqual([
      [NodeDataChanged, '/a'],
      [NodeCreated, '/b'],
      [NodeCreated, '/b/c'],
    ]);
  });
});

test.for([-8, 9, 0])('the reply has the xid of the request: %i', async (xid) => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const { header } = await client.request(reads.setWatches2, none, xid);
  expect(header).toMatchObject({ xid, error: ErrorCode.Ok });
});

test.for([0, 1, 2, 3, 4])('a null in place of list %i is refused, and the connection goes on', async (nullAt) => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const counts = [0, 1, 2, 3, 4].map((index) => (index === nullAt ? [255, 255, 255, 255] : [0, 0, 0, 0]));
  const body = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, ...counts.flat()]);
  const { header } = await client.requestRaw(reads.setWatches2.opCode, body);
  expect(header.error).toBe(ErrorCode.MarshallingError);
  expect(await client.errorOf(reads.setWatches2, none)).toBe(ErrorCode.Ok);
});

test('paths are not checked, and the same one may come twice', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await client.ask(reads.setWatches, { ...none, existWatches: ['no path', '//', '/a', '/a'] });
  await create(client, '/a');
  expect(client.events).toHaveLength(1);
});
