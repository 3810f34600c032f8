import {
  AddWatchMode,
  ErrorCode,
  EventType,
  KeeperState,
  readAclUnsafe,
  reads,
  WatcherType,
  writes,
} from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { change, create, creation, deletion, lastZxid, part } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const { NodeCreated, NodeDeleted, NodeDataChanged, NodeChildrenChanged } = EventType;

const arm = {
  data: (client: RawClient, path: string) => client.request(reads.getData, { path, watch: true }),
  exists: (client: RawClient, path: string) => client.request(reads.exists, { path, watch: true }),
  children: (client: RawClient, path: string) => client.request(reads.getChildren, { path, watch: true }),
  children2: (client: RawClient, path: string) => client.request(reads.getChildren2, { path, watch: true }),
  persistent: (client: RawClient, path: string) =>
    client.request(reads.addWatch, { path, mode: AddWatchMode.PERSISTENT }),
  recursive: (client: RawClient, path: string) =>
    client.request(reads.addWatch, { path, mode: AddWatchMode.PERSISTENT_RECURSIVE }),
};

const changes = {
  'create /w': [writes.create, creation('/w')],
  'setData /w': [writes.setData, change('/w')],
  'delete /w': [writes.delete, deletion('/w')],
  'create /w/c': [writes.create, creation('/w/c')],
  'delete /w/c': [writes.delete, deletion('/w/c')],
  'setData /w/c': [writes.setData, change('/w/c')],
  'create /w/c/d': [writes.create, creation('/w/c/d')],
  'setACL /w': [writes.setACL, { path: '/w', acl: readAclUnsafe, version: -1 }],
} as const;

type Kind = keyof typeof arm;
type Change = keyof typeof changes;

/** What a connection receives that armed `kinds` on /w, when each change is made to a tree in which it is possible. */
const matrix: [Kind[], Change, [EventType, string][]][] = [
  [['data'], 'setData /w', [[NodeDataChanged, '/w']]],
  [['data'], 'delete /w', [[NodeDeleted, '/w']]],
  [['data'], 'create /w/c', []],
  [['data'], 'delete /w/c', []],
  [['exists'], 'create /w', [[NodeCreated, '/w']]],
  [['exists'], 'setData /w', [[NodeDataChanged, '/w']]],
  [['exists'], 'delete /w', [[NodeDeleted, '/w']]],
  [['exists'], 'create /w/c', []],
  [['children'], 'setData /w', []],
  [['children'], 'delete /w', [[NodeDeleted, '/w']]],
  [['children'], 'create /w/c', [[NodeChildrenChanged, '/w']]],
  [['children'], 'delete /w/c', [[NodeChildrenChanged, '/w']]],
  [['children'], 'setData /w/c', []],
  [['children'], 'create /w/c/d', []],
  [['children2'], 'create /w/c', [[NodeChildrenChanged, '/w']]],
  [['data', 'children'], 'delete /w', [[NodeDeleted, '/w']]],
  [['data', 'exists'], 'setData /w', [[NodeDataChanged, '/w']]],
  [['persistent'], 'create /w', [[NodeCreated, '/w']]],
  [['persistent'], 'setData /w', [[NodeDataChanged, '/w']]],
  [['persistent'], 'delete /w', [[NodeDeleted, '/w']]],
  [['persistent'], 'create /w/c', [[NodeChildrenChanged, '/w']]],
  [['persistent'], 'delete /w/c', [[NodeChildrenChanged, '/w']]],
  [['persistent'], 'setData /w/c', []],
  [['persistent'], 'create /w/c/d', []],
  [['recursive'], 'create /w', [[NodeCreated, '/w']]],
  [['recursive'], 'setData /w', [[NodeDataChanged, '/w']]],
  [['recursive'], 'delete /w', [[NodeDeleted, '/w']]],
  [['recursive'], 'create /w/c', [[NodeCreated, '/w/c']]],
  [['recursive'], 'delete /w/c', [[NodeDeleted, '/w/c']]],
  [['recursive'], 'setData /w/c', [[NodeDataChanged, '/w/c']]],
  [['recursive'], 'create /w/c/d', [[NodeCreated, '/w/c/d']]],
  [
    ['recursive', 'persistent'],
    'create /w/c',
    [
      [NodeCreated, '/w/c'],
      [NodeChildrenChanged, '/w'],
    ],
  ],
  [['data', 'persistent', 'recursive'], 'setData /w', [[NodeDataChanged, '/w']]],
  [['data', 'children', 'persistent', 'recursive'], 'setACL /w', []],
];

/** Brings about the tree in which a change is possible, without anything that is not needed. */
async function prepareFor(client: RawClient, wanted: Change) {
  if (wanted !== 'create /w') await create(client, '/w');
  if (['delete /w/c', 'setData /w/c', 'create /w/c/d'].includes(wanted)) await create(client, '/w/c');
}

test.for(matrix)('%j: %s', async ([kinds, wanted, expected]) => {
  await using server = await startServer();
  using other = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  await prepareFor(other, wanted);
  for (const kind of kinds) await arm[kind](client, '/w');
  const [operation, request] = changes[wanted];
  const { header } = await other.request(operation as typeof writes.delete, request as never);
  expect(header.error).toBe(ErrorCode.Ok);
  await lastZxid(client);
  const { zxid } = header;
  const state = KeeperState.SyncConnected;
  expect(client.events).toEqual(expected.map(([type, path]) => ({ kind: 'event', zxid, type, state, path })));
});

describe('a standard watch', () => {
  test('fires once', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await arm.data(client, '/a');
    await arm.data(client, '/a');
    await client.ask(writes.setData, change('/a'));
    await client.ask(writes.setData, change('/a'));
    expect(client.events).toHaveLength(1);
  });

  test.for(['data', 'children', 'children2'] as const)('is not set by a %s read that fails', async (kind) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/secret', { acl: [{ permissions: 12, id: readAclUnsafe[0]!.id }] });
    expect((await arm[kind](client, '/missing')).header.error).toBe(ErrorCode.NoNode);
    expect((await arm[kind](client, '/secret')).header.error).toBe(ErrorCode.NoAuth);
    const { dataWatchCount, childWatchCount } = server.view.tree.watches;
    expect([dataWatchCount, childWatchCount]).toEqual([0, 0]);
  });

  test('is set by exists on a znode that is not there, and not on one that may not be read', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/secret', { acl: [{ permissions: 12, id: readAclUnsafe[0]!.id }] });
    expect((await arm.exists(client, '/secret')).header.error).toBe(ErrorCode.NoAuth);
    expect(server.view.tree.watches.dataWatchCount).toBe(0);
    expect((await arm.exists(client, '/missing')).header.error).toBe(ErrorCode.NoNode);
    expect(server.view.tree.watches.dataWatchCount).toBe(1);
  });
});

test('a persistent watch stays when it has fired, even when its znode is gone', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await arm.persistent(client, '/a');
  await create(client, '/a');
  await client.ask(writes.setData, change('/a'));
  await client.ask(writes.delete, deletion('/a'));
  await create(client, '/a');
  expect(client.events.map((event) => event.type)).toEqual([NodeCreated, NodeDataChanged, NodeDeleted, NodeCreated]);
});

test('a multi sets off the watches of each of its parts, in their order, by its one zxid', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await arm.recursive(client, '/');
  const operations = [part.create('/a'), part.create('/a/b'), part.setData('/a'), part.delete('/a/b')];
  const { header } = await client.request(writes.multi, { operations });
  expect(client.events.map(({ type, path, zxid }) => [type, path, zxid])).toEqual([
    [NodeCreated, '/a', header.zxid],
    [NodeCreated, '/a/b', header.zxid],
    [NodeDataChanged, '/a', header.zxid],
    [NodeDeleted, '/a/b', header.zxid],
  ]);
});

test('a watch on the root hears of the children of the root', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await arm.children(client, '/');
  await create(client, '/a');
  expect(client.events).toMatchObject([{ type: NodeChildrenChanged, path: '/' }]);
});

describe('an event of a znode that the connection may not read', () => {
  const noRead = [{ permissions: 30, id: readAclUnsafe[0]!.id }];

  test('is kept back, and the standard watch is used up', async () => {
    await using server = await startServer();
    using other = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    await create(other, '/a');
    await arm.data(client, '/a');
    await other.ask(writes.setACL, { path: '/a', acl: noRead, version: -1 });
    await other.ask(writes.setData, change('/a'));
    await lastZxid(client);
    expect(client.events).toEqual([]);
    expect(server.view.tree.watches.dataWatchCount).toBe(0);
  });

  test('is kept back from recursive watches above it, of which others are told', async () => {
    await using server = await startServer();
    using other = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    await arm.recursive(client, '/');
    await create(other, '/secret', { acl: noRead });
    await create(other, '/open');
    await other.ask(writes.delete, deletion('/secret'));
    await lastZxid(client);
    expect(client.events.map((event) => event.path)).toEqual(['/open']);
  });
});

describe('addWatch', () => {
  test('answers with an error of 0 in its body, takes paths that are not there, and looks at no ACL', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header, response } = await arm.persistent(client, '/missing/deep');
    expect([header.error, response]).toEqual([ErrorCode.Ok, { error: 0 }]);
  });

  test.for([2, -1, 0x7fff_ffff])('refuses mode %i', async (mode) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect(await client.errorOf(reads.addWatch, { path: '/a', mode })).toBe(ErrorCode.MarshallingError);
  });
});

describe('checkWatches and removeWatches', () => {
  const kinds = ['children', 'data', 'persistent', 'recursive'] as const;
  const types = { children: 1, data: 2, any: 3, persistent: 4, recursive: 5 } as const;

  test.for(kinds.flatMap((kind) => Object.entries(types).map(([name, type]) => [kind, name, type] as const)))(
    'a watch of %s against the type %s',
    async ([kind, name, type]) => {
      await using server = await startServer();
      using client = await RawClient.connect(server);
      await create(client, '/a');
      await arm[kind](client, '/a');
      const isMeant = name === 'any' || name === kind;
      const expected = isMeant ? ErrorCode.Ok : ErrorCode.NoWatcher;
      expect(await client.errorOf(reads.checkWatches, { path: '/a', type })).toBe(expected);
      expect(await client.errorOf(reads.checkWatches, { path: '/a', type })).toBe(expected);
      expect(await client.errorOf(reads.removeWatches, { path: '/a', type })).toBe(expected);
      expect(await client.errorOf(reads.removeWatches, { path: '/a', type })).toBe(ErrorCode.NoWatcher);
      const left = await client.errorOf(reads.checkWatches, { path: '/a', type: WatcherType.Any });
      expect(left).toBe(isMeant ? ErrorCode.NoWatcher : ErrorCode.Ok);
    },
  );

  test('a watch of another connection is not meant', async () => {
    await using server = await startServer();
    using other = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    await arm.persistent(other, '/a');
    expect(await client.errorOf(reads.removeWatches, { path: '/a', type: 3 })).toBe(ErrorCode.NoWatcher);
  });

  test('a watch that was removed does not fire', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await arm.data(client, '/a');
    await arm.persistent(client, '/a');
    await client.ask(reads.removeWatches, { path: '/a', type: WatcherType.Persistent });
    await client.ask(writes.setData, change('/a'));
    await client.ask(writes.setData, change('/a'));
    expect(client.events).toHaveLength(1);
  });

  test.for([0, 6, -1])('type %i is refused', async (type) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect(await client.errorOf(reads.checkWatches, { path: '/a', type })).toBe(ErrorCode.MarshallingError);
    expect(await client.errorOf(reads.removeWatches, { path: '/a', type })).toBe(ErrorCode.MarshallingError);
  });
});
