import { ErrorCode, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { create, creation, ephemeral, lastZxid, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

test('the tree of a server that has just started is the one of Apache', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  expect(await statOf(client, '/')).toEqual({
    czxid: 0n,
    mzxid: 0n,
    ctime: 0n,
    mtime: 0n,
    version: 0,
    cversion: -1,
    aversion: 0,
    ephemeralOwner: 0n,
    dataLength: 0,
    numChildren: 1,
    pzxid: 0n,
  });
  expect(await statOf(client, '/zookeeper')).toMatchObject({ cversion: -2, numChildren: 2 });
  expect(await statOf(client, '/zookeeper/config')).toMatchObject({ aversion: -1, dataLength: 0 });
  const { children } = await client.ask(reads.getChildren, { path: '/zookeeper', watch: false });
  expect(children.toSorted()).toEqual(['config', 'quota']);
});

test('exists answers with the stat, or that there is no such znode', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  const { stat } = await client.ask(reads.exists, { path: '/a', watch: false });
  expect(stat).toEqual(await statOf(client, '/a'));
  expect(await client.errorOf(reads.exists, { path: '/b', watch: false })).toBe(ErrorCode.NoNode);
});

test('getChildren gives the names, getChildren2 the stat with them', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/p');
  for (const name of ['c', 'a', 'b']) await create(client, `/p/${name}`);
  const { children } = await client.ask(reads.getChildren, { path: '/p', watch: false });
  expect(children.toSorted()).toEqual(['a', 'b', 'c']);
  const both = await client.ask(reads.getChildren2, { path: '/p', watch: false });
  expect(both.children.toSorted()).toEqual(['a', 'b', 'c']);
  expect(both.stat).toEqual(await statOf(client, '/p'));
});

test('getAllChildrenNumber counts what is below at any depth', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  for (const path of ['/p', '/p/a', '/p/a/b', '/p/c', '/pp']) await create(client, path);
  const count = async (path: string) => (await client.ask(reads.getAllChildrenNumber, { path })).totalNumber;
  expect(await count('/p')).toBe(3);
  expect(await count('/p/c')).toBe(0);
  expect(await count('/')).toBe(5 + 3);
});

describe('getEphemerals', () => {
  test.for<[string | null, string[]]>([
    ['/', ['/a', '/ab', '/b']],
    ['', ['/a', '/ab', '/b']],
    [null, ['/a', '/ab', '/b']],
    ['  ', ['/a', '/ab', '/b']],
    ['/a', ['/a', '/ab']],
    ['/c', []],
  ])('gives the session’s own paths that begin with %s', async ([prefixPath, expected]) => {
    await using server = await startServer();
    using other = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    await other.ask(writes.create, ephemeral('/a-of-another'));
    for (const path of ['/a', '/ab', '/b']) await client.ask(writes.create, ephemeral(path));
    const { ephemerals } = await client.ask(reads.getEphemerals, { prefixPath });
    expect(ephemerals.toSorted()).toEqual(expected);
  });
});

describe('a path that is none', () => {
  test('the empty path is the root', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { stat } = await client.ask(reads.getData, { path: '', watch: false });
    expect(stat).toEqual(await statOf(client, '/'));
  });

  test.for(['zz', '/a/', '//', '/a//b', '/a/.', '/a/..'])('%s is simply not found', async (path) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const errors = [
      await client.errorOf(reads.getData, { path, watch: false }),
      await client.errorOf(reads.exists, { path, watch: false }),
      await client.errorOf(reads.getChildren, { path, watch: false }),
      await client.errorOf(reads.getChildren2, { path, watch: false }),
      await client.errorOf(reads.getACL, { path }),
      await client.errorOf(reads.getAllChildrenNumber, { path }),
    ];
    expect(errors).toEqual(errors.map(() => ErrorCode.NoNode));
  });

  test('exists refuses a NUL in it', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect(await client.errorOf(reads.exists, { path: '/a\0', watch: false })).toBe(ErrorCode.BadArguments);
  });
});

test('sync answers with the path that it was given, whatever it is', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  for (const path of ['/', '/missing', 'no path', '', null]) {
    expect(await client.ask(reads.sync, { path })).toEqual({ path });
  }
});

test('whoAmI tells that everybody has at least an address', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const { clientInfo } = await client.ask(reads.whoAmI, undefined);
  expect(clientInfo).toEqual([{ authScheme: 'ip', user: '127.0.0.1' }]);
});

test('a read answers with the zxid of the last change and takes none', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const { header } = await client.request(writes.create, creation('/a'));
  const replies = [
    await client.request(reads.getData, { path: '/a', watch: false }),
    await client.request(reads.exists, { path: '/missing', watch: false }),
    await client.request(reads.sync, { path: '/' }),
    await client.request(reads.whoAmI, undefined),
    await client.request(reads.ping, undefined),
  ];
  expect(replies.map((reply) => reply.header.zxid)).toEqual(replies.map(() => header.zxid));
  expect(await lastZxid(client)).toBe(header.zxid);
});
