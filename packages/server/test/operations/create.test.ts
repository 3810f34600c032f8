import {
  CreateMode,
  ErrorCode,
  reads,
  TTL_MAX_MS,
  writes,
  type AnyOperation,
  type Create2Response,
} from '@zookit/protocol';
import { RawClient, VirtualClock } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { bytes, create, creation, ephemeral, get, lastZxid, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

test('create answers with the path, and the znode has the stat of a new one', async () => {
  const clock = new VirtualClock();
  await using server = await startServer({ clock });
  using client = await RawClient.connect(server);
  clock.advance(77);
  const { header, response } = await client.request(writes.create, creation('/a', { data: bytes('hello') }));
  expect(response).toEqual({ path: '/a' });
  const { data, stat } = await get(client, '/a');
  expect(Buffer.from(data ?? [])).toEqual(Buffer.from('hello'));
  const time = BigInt(clock.wallTime());
  expect(stat).toEqual({
    czxid: header.zxid,
    mzxid: header.zxid,
    ctime: time,
    mtime: time,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: 0n,
    dataLength: 5,
    numChildren: 0,
    pzxid: header.zxid,
  });
});

test('create2 answers with the path and the stat', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const response = await client.ask(writes.create2, ephemeral('/a'));
  expect(response).toEqual({ path: '/a', stat: await statOf(client, '/a') });
  expect(response.stat.ephemeralOwner).toBe(client.sessionId);
});

test('a create changes the parent: one child more, its cversion and pzxid', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/parent');
  const { header } = await client.request(writes.create, creation('/parent/child'));
  expect(await statOf(client, '/parent')).toMatchObject({ numChildren: 1, cversion: 1, pzxid: header.zxid });
});

test('no data and empty data are different things', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/null', { data: null });
  await create(client, '/empty', { data: new Uint8Array() });
  expect((await get(client, '/null')).data).toBeNull();
  expect((await get(client, '/empty')).data).toHaveLength(0);
  expect(await statOf(client, '/null')).toMatchObject({ dataLength: 0 });
});

test('data of the longest request that is allowed comes back whole', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const data = Buffer.alloc(1_048_575 - 4 - 63, 7);
  await create(client, '/large', { data });
  expect(Buffer.from((await get(client, '/large')).data ?? []).equals(data)).toBe(true);
});

describe('sequential names', () => {
  test('count every creation under the parent, and no deletion and no failure', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/p');
    await create(client, '/p/plain');
    await client.ask(writes.delete, { path: '/p/plain', version: -1 });
    await client.errorOf(writes.create, creation('/p/missing/child'));
    const flags = CreateMode.PERSISTENT_SEQUENTIAL;
    expect(await create(client, '/p/n-', { flags })).toBe('/p/n-0000000001');
    await client.errorOf(writes.create, creation('/p/n-0000000001'));
    expect(await create(client, '/p/m-', { flags: CreateMode.EPHEMERAL_SEQUENTIAL })).toBe('/p/m-0000000002');
  });

  test.for([
    ['/p/', '/p/0000000000'],
    ['/p/..', '/p/..0000000000'],
    ['/p/.', '/p/.0000000000'],
  ])('%s is a beginning that the number completes', async ([path = '', expected]) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/p');
    expect(await create(client, path, { flags: CreateMode.PERSISTENT_SEQUENTIAL })).toBe(expected);
  });

  test('of requests in flight together are all different', async () => {
    await using server = await startServer();
    using one = await RawClient.connect(server);
    using two = await RawClient.connect(server);
    const flags = CreateMode.PERSISTENT_SEQUENTIAL;
    const send = (client: RawClient) =>
      client.batch(() => Array.from({ length: 100 }, () => client.ask(writes.create, creation('/n-', { flags }))));
    const created = await Promise.all([...send(one), ...send(two)]);
    expect(new Set(created.map(({ path }) => path)).size).toBe(200);
  });
});

describe('the kind of a znode', () => {
  test.for<[string, AnyOperation, number, number]>([
    ['create', writes.create, CreateMode.PERSISTENT_WITH_TTL, ErrorCode.BadArguments],
    ['create2', writes.create2, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, ErrorCode.BadArguments],
    ['createContainer', writes.createContainer, CreateMode.PERSISTENT_WITH_TTL, ErrorCode.BadArguments],
    ['create', writes.create, 7, ErrorCode.BadArguments],
    ['create2', writes.create2, -1, ErrorCode.BadArguments],
    ['createContainer', writes.createContainer, 0x7fff_ffff, ErrorCode.BadArguments],
  ])('%s refuses flags that are not for it (%#)', async ([, operation, flags, error]) => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    expect(await client.errorOf(operation, creation('/a', { flags }))).toBe(error);
  });

  test('create with the flags of a container makes an ordinary znode', async () => {
    const clock = new VirtualClock();
    await using server = await startServer({ clock });
    using client = await RawClient.connect({ port: server.port, timeoutMs: 60_000 });
    await create(client, '/ordinary', { flags: CreateMode.CONTAINER });
    await client.ask(writes.createContainer, creation('/container', { flags: CreateMode.CONTAINER }));
    expect([...server.view.tree.reapable(BigInt(clock.wallTime()) + 10_000_000n)]).toEqual(['/container']);
  });

  test.for([CreateMode.PERSISTENT, CreateMode.EPHEMERAL, CreateMode.CONTAINER])(
    'createContainer makes a container whatever kind its flags (%i) say',
    async (flags) => {
      await using server = await startServer();
      using client = await RawClient.connect(server);
      const { path, stat } = await client.ask(writes.createContainer, creation('/c', { flags }));
      expect([path, stat.ephemeralOwner]).toEqual(['/c', 0n]);
      expect(server.view.tree.ephemeralCount).toBe(0);
    },
  );

  test('an ephemeral znode has no children', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await client.ask(writes.create, ephemeral('/e'));
    expect(await client.errorOf(writes.create, creation('/e/child'))).toBe(ErrorCode.NoChildrenForEphemerals);
  });
});

describe('createTTL', () => {
  const withTtl = (path: string, ttl: bigint, flags: number = CreateMode.PERSISTENT_WITH_TTL) => ({
    ...creation(path),
    flags,
    ttl,
  });

  test('is unimplemented while extended types are off, and the connection goes on', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    const { header } = await client.request(writes.createTTL, withTtl('/t', 1000n));
    expect(header).toMatchObject({ error: ErrorCode.Unimplemented, zxid: before + 1n });
    expect(await lastZxid(client)).toBe(before + 1n);
  });

  test('answers with the path and the stat, whose owner is 0', async () => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    const response: Create2Response = await client.ask(writes.createTTL, withTtl('/t', 1000n));
    expect(response).toEqual({ path: '/t', stat: await statOf(client, '/t') });
    expect(response.stat.ephemeralOwner).toBe(0n);
  });

  test('makes sequential znodes too', async () => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    const { path } = await client.ask(writes.createTTL, withTtl('/t-', 1n, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL));
    expect(path).toBe('/t-0000000000');
  });

  test.for([1n, TTL_MAX_MS])('accepts a ttl of %s ms', async (ttl) => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.createTTL, withTtl('/t', ttl))).toBe(ErrorCode.Ok);
  });

  test.for([0n, -1n, TTL_MAX_MS + 1n, 2n ** 63n - 1n, -(2n ** 63n)])('refuses a ttl of %s ms', async (ttl) => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.createTTL, withTtl('/t', ttl))).toBe(ErrorCode.BadArguments);
  });

  test.for([0, 1, 2, 3, 4])('refuses flags %i, which are not of a TTL znode', async (flags) => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.createTTL, withTtl('/t', 1000n, flags))).toBe(ErrorCode.BadArguments);
    expect(await client.errorOf(reads.exists, { path: '/t', watch: false })).toBe(ErrorCode.NoNode);
  });
});
