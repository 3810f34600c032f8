import { ErrorCode, openAclUnsafe, Permission, readAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient, VirtualClock } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { bytes, change, create, creation, deletion, exists, get, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

describe('setData', () => {
  test('answers with the new stat: version, mzxid, mtime and length change, nothing else', async () => {
    const clock = new VirtualClock();
    await using server = await startServer({ clock });
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const before = await statOf(client, '/a');
    clock.advance(500);
    const { header, response } = await client.request(writes.setData, {
      path: '/a',
      data: bytes('longer'),
      version: 0,
    });
    const mtime = before.ctime + 500n;
    expect(response?.stat).toEqual({ ...before, version: 1, mzxid: header.zxid, mtime, dataLength: 6 });
    expect(await statOf(client, '/a')).toEqual(response?.stat);
  });

  test('takes the version that is there, or any by -1', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const errors: number[] = [];
    for (const version of [1, -2, 0, 0, 1, -1, 2, 3]) {
      errors.push(await client.errorOf(writes.setData, { path: '/a', data: null, version }));
    }
    const { Ok, BadVersion } = ErrorCode;
    expect(errors).toEqual([BadVersion, BadVersion, Ok, BadVersion, Ok, Ok, BadVersion, Ok]);
  });

  test('changes the root too', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { stat } = await client.ask(writes.setData, change('/'));
    expect(stat).toMatchObject({ version: 1, dataLength: 7 });
  });

  test('can take the data away', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await client.ask(writes.setData, { path: '/a', data: null, version: -1 });
    expect((await get(client, '/a')).data).toBeNull();
  });
});

describe('delete', () => {
  test('answers with nothing and takes the znode out of its parent', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/p');
    await create(client, '/p/a');
    const { header, body } = await client.request(writes.delete, deletion('/p/a'));
    expect([header.error, body.length]).toEqual([ErrorCode.Ok, 0]);
    expect(await exists(client, '/p/a')).toBe(false);
    expect(await statOf(client, '/p')).toMatchObject({ numChildren: 0, cversion: 2, pzxid: header.zxid });
  });

  test('takes the version that is there, or any by -1', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await client.ask(writes.setData, change('/a'));
    expect(await client.errorOf(writes.delete, { path: '/a', version: 0 })).toBe(ErrorCode.BadVersion);
    expect(await client.errorOf(writes.delete, { path: '/a', version: 1 })).toBe(ErrorCode.Ok);
  });

  test('leaves a znode with children alone', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/p');
    await create(client, '/p/a');
    expect(await client.errorOf(writes.delete, deletion('/p'))).toBe(ErrorCode.NotEmpty);
  });

  test.for(['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'])('never deletes %s', async (path) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.delete, deletion(path))).toBe(ErrorCode.BadArguments);
  });

  test('deletes other znodes below /zookeeper', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/zookeeper/mine');
    expect(await client.errorOf(writes.delete, deletion('/zookeeper/mine'))).toBe(ErrorCode.Ok);
  });

  test('a znode that is created again begins anew', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await client.ask(writes.setData, change('/a'));
    await client.ask(writes.delete, deletion('/a'));
    const { header } = await client.request(writes.create, creation('/a'));
    expect(await statOf(client, '/a')).toMatchObject({ version: 0, czxid: header.zxid, mzxid: header.zxid });
  });
});

describe('setACL and getACL', () => {
  const readOnly = readAclUnsafe;

  test('setACL answers with the new stat, in which the aversion alone has changed', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    const before = await statOf(client, '/a');
    const { stat } = await client.ask(writes.setACL, { path: '/a', acl: readOnly, version: 0 });
    expect(stat).toEqual({ ...before, aversion: 1 });
    expect(await client.ask(reads.getACL, { path: '/a' })).toEqual({ acl: readOnly, stat });
  });

  test('setACL takes the aversion that is there, or any by -1', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await client.ask(writes.setData, change('/a'));
    const acl = openAclUnsafe;
    expect(await client.errorOf(writes.setACL, { path: '/a', acl, version: 1 })).toBe(ErrorCode.BadVersion);
    expect(await client.errorOf(writes.setACL, { path: '/a', acl, version: 0 })).toBe(ErrorCode.Ok);
    expect(await client.errorOf(writes.setACL, { path: '/a', acl, version: -1 })).toBe(ErrorCode.Ok);
  });

  test('getACL shows the open list of a znode that was created so', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect((await client.ask(reads.getACL, { path: '/' })).acl).toEqual(openAclUnsafe);
    expect((await client.ask(reads.getACL, { path: '/zookeeper/config' })).acl).toEqual(readAclUnsafe);
  });

  test('permissions are kept as they were given, with bits that mean nothing', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const acl = [0, 255, -1, Permission.READ].map((permissions) => ({ permissions, id: openAclUnsafe[0]!.id }));
    await create(client, '/a', { acl });
    expect((await client.ask(reads.getACL, { path: '/a' })).acl).toEqual(acl);
  });

  test('an entry that is there twice is kept once', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a', { acl: [...openAclUnsafe, ...readAclUnsafe, ...openAclUnsafe] });
    expect((await client.ask(reads.getACL, { path: '/a' })).acl).toEqual([...openAclUnsafe, ...readAclUnsafe]);
  });
});
