import { encode } from '@zookit/jute';
import { CreateMode, ErrorCode, OpCode, readAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import type { ZooKeeperServer } from '../src/index.ts';
import { bytes, change, create, creation, deletion, ephemeral, exists, get } from './support/requests.ts';
import { startServer } from './support/start-server.ts';

/** What must hold after each of these: the server serves, on the connections that were there and on new ones. */
async function expectAlive(server: ZooKeeperServer, witness: RawClient) {
  await create(witness, '/alive-', { flags: CreateMode.PERSISTENT_SEQUENTIAL });
  using fresh = await RawClient.connect(server);
  expect(await exists(fresh, '/')).toBe(true);
}

/** Requests with which an anonymous client stops a server of Apache for good: the transaction that kills it is in its log. */
describe('a request that kills Apache’s server', () => {
  test.for([0, 1, 2, 3, 4])('createTTL with flags %i and a negative ttl is refused', async (flags) => {
    for (const extendedTypesEnabled of [false, true]) {
      await using server = await startServer({ extendedTypesEnabled });
      using witness = await RawClient.connect(server);
      using client = await RawClient.connect(server);
      for (const ttl of [-1n, -2n, -(2n ** 63n)]) {
        const request = { ...creation('/killer'), flags, ttl };
        expect(await client.errorOf(writes.createTTL, request)).toBe(ErrorCode.BadArguments);
      }
      expect(await exists(client, '/killer')).toBe(false);
      await expectAlive(server, witness);
    }
  });

  test.for<[string, Uint8Array | null]>([
    ['no number', bytes('count=many,bytes=few')],
    ['no text', Buffer.from([0xff, 0x00, 0xfe])],
    ['no data', null],
    ['empty data', new Uint8Array()],
    ['a number that is too large', bytes(`count=${'9'.repeat(400)},bytes=1`)],
    ['half a statement', bytes('count=,bytes')],
  ])('usage of a quota that is %s counts as unknown', async ([, data]) => {
    for (const enforceQuota of [false, true]) {
      await using server = await startServer({ enforceQuota });
      using witness = await RawClient.connect(server);
      using client = await RawClient.connect(server);
      await create(client, '/app');
      await create(client, '/zookeeper/quota/app');
      await create(client, '/zookeeper/quota/app/zookeeper_limits', { data: bytes('count=1000,bytes=100000') });
      await create(client, '/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=1,bytes=4') });
      await client.ask(writes.setData, { path: '/zookeeper/quota/app/zookeeper_stats', data, version: -1 });
      expect(await client.errorOf(writes.create, creation('/app/a'))).toBe(ErrorCode.Ok);
      expect(await client.errorOf(writes.setData, change('/app/a'))).toBe(ErrorCode.Ok);
      expect(await client.errorOf(writes.delete, deletion('/app/a'))).toBe(ErrorCode.Ok);
      await expectAlive(server, witness);
    }
  });

  test.for<[string, Uint8Array | null]>([
    ['no number', bytes('count=x,bytes=y')],
    ['no data', null],
    ['text that goes on without end', bytes('='.repeat(100_000))],
  ])('a limit of a quota that is %s limits nothing', async ([, data]) => {
    await using server = await startServer({ enforceQuota: true });
    using witness = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    await create(client, '/app');
    await create(client, '/zookeeper/quota/app');
    await create(client, '/zookeeper/quota/app/zookeeper_limits', { data });
    await create(client, '/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=1,bytes=4') });
    expect(await client.errorOf(writes.create, creation('/app/a'))).toBe(ErrorCode.Ok);
    await expectAlive(server, witness);
  });

  test.for(['zookeeper_limits', 'zookeeper_stats'])(
    '/zookeeper/quota/%s itself is a znode like another',
    async (name) => {
      await using server = await startServer({ enforceQuota: true });
      using witness = await RawClient.connect(server);
      using client = await RawClient.connect(server);
      const path = `/zookeeper/quota/${name}`;
      await create(client, path, { data: bytes('count=1,bytes=1') });
      await client.ask(writes.setData, change(path, 'count=0,bytes=0'));
      await create(client, '/a');
      await client.ask(writes.delete, deletion(path));
      await create(client, '/b');
      await expectAlive(server, witness);
    },
  );
});

describe('an operation of servers among themselves', () => {
  test('deleteContainer does not delete a znode for a client, container or not', async () => {
    await using server = await startServer();
    using owner = await RawClient.connect(server);
    await create(owner, '/plain');
    await owner.ask(writes.createContainer, creation('/container', { flags: CreateMode.CONTAINER }));
    for (const path of ['/plain', '/container']) {
      using client = await RawClient.connect(server);
      const body = encode(writes.deleteContainer.request, { path });
      const { header } = await client.requestRaw(OpCode.deleteContainer, body);
      expect(header).toMatchObject({ error: ErrorCode.Unimplemented, zxid: -1n });
      await client.socket.ended;
      expect(await exists(owner, path)).toBe(true);
    }
  });

  test('createSession is unknown, and makes no session', async () => {
    await using server = await startServer();
    using witness = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    const { header, body } = await client.requestRaw(OpCode.createSession, Buffer.from([0, 0, 0x27, 0x10]));
    expect(header).toMatchObject({ error: ErrorCode.Unimplemented, zxid: -1n });
    expect(body).toHaveLength(0);
    await client.socket.ended;
    expect(server.view.tree.sessions.size).toBe(2);
    await expectAlive(server, witness);
  });

  test('check is nothing outside a multi', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header } = await client.requestRaw(OpCode.check, encode(writes.check.request, { path: '/', version: 0 }));
    expect(header).toMatchObject({ error: ErrorCode.Unimplemented, zxid: -1n });
    await client.socket.ended;
  });
});

test('a write that cannot be read takes a zxid of its own, not that of another', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const replies = await Promise.all(
    client.batch(() => [
      client.request(writes.create, creation('/a')),
      client.requestRaw(OpCode.setData, Buffer.from([0])),
      client.requestRaw(OpCode.create, Buffer.from([0])),
      client.request(writes.create, creation('/b')),
    ]),
  );
  const [first = 0n] = replies.map(({ header }) => header.zxid);
  expect(replies.map(({ header }) => header.zxid - first)).toEqual([0n, 1n, 2n, 3n]);
});

test('a stranger who knows a session but not its password does not disturb its owner', async () => {
  await using server = await startServer();
  using owner = await RawClient.connect(server);
  await owner.ask(writes.create, ephemeral('/mine'));
  for (let attempt = 0; attempt < 10; attempt++) {
    using stranger = await RawClient.connect({ port: server.port, sessionId: owner.sessionId });
    expect(stranger.sessionId).toBe(0n);
  }
  expect(owner.socket.isEnded).toBe(false);
  expect(await exists(owner, '/mine')).toBe(true);
});

test('a request behind a setACL that is still on its way is judged by the new ACL', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  const replies = await Promise.all(
    client.batch(() => [
      client.request(writes.setACL, { path: '/a', acl: readAclUnsafe, version: -1 }),
      client.request(writes.setData, change('/a')),
      client.request(writes.create, creation('/a/child')),
    ]),
  );
  const { Ok, NoAuth } = ErrorCode;
  expect(replies.map(({ header }) => header.error)).toEqual([Ok, NoAuth, NoAuth]);
});

test('a hard quota counts what is on its way, in a multi as well', async () => {
  await using server = await startServer({ enforceQuota: true });
  using client = await RawClient.connect(server);
  await create(client, '/app');
  await create(client, '/zookeeper/quota/app');
  await create(client, '/zookeeper/quota/app/zookeeper_limits', { data: bytes('count=-1,bytes=-1;countHardLimit=3') });
  await create(client, '/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=1,bytes=4') });
  const replies = await Promise.all(
    client.batch(() =>
      ['/app/a', '/app/b', '/app/c', '/app/d'].map((path) => client.request(writes.create, creation(path))),
    ),
  );
  const { Ok, QuotaExceeded } = ErrorCode;
  expect(replies.map(({ header }) => header.error)).toEqual([Ok, Ok, QuotaExceeded, QuotaExceeded]);
});

test('a null path is refused by addWatch, and watches nothing', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const { header } = await client.requestRaw(OpCode.addWatch, Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]));
  expect(header.error).toBe(ErrorCode.MarshallingError);
  expect(server.view.tree.watches.dataWatchCount).toBe(0);
});

test('znodes that have no children are counted as such, however many paths begin alike', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  for (const path of ['/a', '/ab', '/ab/c', '/a/b', '/a/b/c']) await create(client, path);
  expect((await client.ask(reads.getAllChildrenNumber, { path: '/a' })).totalNumber).toBe(2);
});

test('a sequence number that meets a name made by hand is refused, not written over', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/q');
  await create(client, '/q/n0000000002', { data: bytes('precious') });
  await create(client, '/q/other');
  const flags = CreateMode.PERSISTENT_SEQUENTIAL;
  expect(await client.errorOf(writes.create, creation('/q/n', { flags }))).toBe(ErrorCode.NodeExists);
  expect((await get(client, '/q/n0000000002')).stat).toMatchObject({ version: 0, dataLength: 8 });
});
