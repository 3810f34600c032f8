import { connectionOperations, creatorAllAcl, ErrorCode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { digestId, type ServerOptions } from '../../src/index.ts';
import { addAuth, entry, whoAmI } from '../support/auth.ts';
import { bytes, change, create, creation, deletion, exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const { AuthFailed, InvalidACL, NoAuth, Ok } = ErrorCode;

describe('addAuth', () => {
  test.for([-4, 3, 0])('is answered with its own xid (%i) and a zxid of 0', async (xid) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header, body } = await addAuth(client, 'digest', 'bob:secret', xid);
    expect(header).toEqual({ xid, zxid: 0n, error: Ok });
    expect(body).toHaveLength(0);
  });

  test('adds an identity each time, and the same one once', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    for (const auth of ['bob:secret', 'alice:secret', 'bob:secret']) await addAuth(client, 'digest', auth);
    await addAuth(client, 'ip', 'whatever');
    expect(await whoAmI(client)).toEqual(['digest:alice', 'digest:bob', 'ip:127.0.0.1']);
  });

  test('of a digest never fails, whatever the password', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    for (const auth of ['blah', '', ':', 'a:b:c']) {
      expect((await addAuth(client, 'digest', auth)).header.error).toBe(Ok);
    }
  });

  test.for<[string, string | null, string | null]>([
    ['an unknown scheme', 'nosuch', 'x'],
    ['an empty scheme', '', 'x'],
    ['no scheme', null, 'x'],
    ['the scheme `world`', 'world', 'anyone'],
    ['the scheme `auth`', 'auth', ''],
    ['the scheme `super`', 'super', 'x'],
    ['the scheme `sasl`', 'sasl', 'x'],
    ['a name that objects have', '__proto__', 'x'],
    ['no credentials for a digest', 'digest', null],
  ])('by %s is refused, and the connection ends but not its session', async ([, scheme, auth]) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header } = await addAuth(client, scheme, auth);
    expect(header).toEqual({ xid: -4, zxid: 0n, error: AuthFailed });
    await client.socket.ended;
    const again = { port: server.port, sessionId: client.sessionId, password: client.password };
    using returning = await RawClient.connect(again);
    expect(returning.sessionId).toBe(client.sessionId);
  });

  test('by digest is refused where digests are switched off', async () => {
    await using server = await startServer({
      digestAuth: { enabled: false, algorithm: 'sha1', superDigest: undefined },
    });
    using client = await RawClient.connect(server);
    expect((await addAuth(client, 'digest', 'bob:secret')).header.error).toBe(AuthFailed);
  });

  test('by a body that cannot be read closes the connection without an answer', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    void client.requestRaw(connectionOperations.auth.opCode, Buffer.from([0, 0]));
    await client.socket.ended;
    expect(client.received).toEqual([]);
  });

  test('ten thousand times ends the connection early, and costs the others nothing', async () => {
    await using server = await startServer();
    using other = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    client.batch(() => {
      for (let count = 0; count < 10_000; count++) void addAuth(client, 'digest', `user${String(count)}:x`, count + 1);
    });
    await client.socket.ended;
    const accepted = client.received.filter((one) => one.kind === 'reply' && one.error === Ok);
    expect(accepted.length).toBeGreaterThan(50);
    expect(accepted.length).toBeLessThan(200);
    expect(client.received.at(-1)).toMatchObject({ error: AuthFailed });
    expect(await exists(other, '/')).toBe(true);
  });
});

describe('an identity', () => {
  test('belongs to the connection and is not taken along with the session', async () => {
    await using server = await startServer();
    using first = await RawClient.connect(server);
    await addAuth(first, 'digest', 'bob:secret');
    const { sessionId, password } = first;
    using second = await RawClient.connect({ port: server.port, sessionId, password });
    expect(await whoAmI(second)).toEqual(['ip:127.0.0.1']);
  });

  test('is what `auth` in an ACL stands for, one entry for each, without the address', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await addAuth(client, 'digest', 'bob:secret');
    await addAuth(client, 'digest', 'alice:secret');
    await create(client, '/mine', { acl: creatorAllAcl });
    const { acl } = await client.ask(reads.getACL, { path: '/mine' });
    expect(acl).toEqual(['bob:secret', 'alice:secret'].map((auth) => entry(31, 'digest', digestId(bytes(auth)))));
  });

  test('is needed where an ACL says `auth`', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.create, creation('/mine', { acl: creatorAllAcl }))).toBe(InvalidACL);
    await addAuth(client, 'ip', '');
    expect(await client.errorOf(writes.create, creation('/mine', { acl: creatorAllAcl }))).toBe(InvalidACL);
  });

  test('that an ACL names is let in, others are not', async () => {
    await using server = await startServer();
    using bob = await RawClient.connect(server);
    using eve = await RawClient.connect(server);
    await addAuth(bob, 'digest', 'bob:secret');
    await addAuth(eve, 'digest', 'bob:guess');
    await create(bob, '/bobs', { acl: creatorAllAcl });
    expect(await bob.errorOf(reads.getData, { path: '/bobs', watch: false })).toBe(Ok);
    expect(await eve.errorOf(reads.getData, { path: '/bobs', watch: false })).toBe(NoAuth);
    expect(await eve.errorOf(writes.delete, deletion('/bobs'))).toBe(Ok);
  });
});

test('the id of a digest is what Apache makes of user and password', () => {
  expect(digestId(bytes('alice:secret'))).toBe('alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=');
  expect(digestId(bytes('super:test'))).toBe('super:D/InIHSb7yEEbrWz8b9l71RjZJU=');
  expect(digestId(bytes('bob'))).toMatch(/^bob:/);
  expect(digestId(bytes('a:b:c'))).toMatch(/^a:/);
  expect(digestId(bytes('alice:secret'), 'sha256')).toMatch(/^alice:[\w+/]{43}=$/);
});

describe('the super user', () => {
  const options: ServerOptions = {
    digestAuth: { enabled: true, algorithm: 'sha1', superDigest: 'super:D/InIHSb7yEEbrWz8b9l71RjZJU=' },
  };

  test('passes every ACL and sees digests in full', async () => {
    await using server = await startServer(options);
    using owner = await RawClient.connect(server);
    using root = await RawClient.connect(server);
    await addAuth(owner, 'digest', 'bob:secret');
    await create(owner, '/a', { acl: creatorAllAcl });
    await addAuth(root, 'digest', 'super:test');
    expect(await root.errorOf(writes.setData, change('/a'))).toBe(Ok);
    expect((await root.ask(reads.getACL, { path: '/a' })).acl[0]?.id.id).toBe(digestId(bytes('bob:secret')));
    expect(await root.errorOf(writes.setACL, { path: '/zookeeper/config', acl: openAclUnsafe, version: -1 })).toBe(Ok);
    expect(await whoAmI(root)).toEqual(['digest:super', 'ip:127.0.0.1', 'super:']);
  });

  test('is not who guesses the password wrong', async () => {
    await using server = await startServer(options);
    using client = await RawClient.connect(server);
    await addAuth(client, 'digest', 'super:guess');
    await create(client, '/a', { acl: [] }).catch(() => undefined);
    expect(await whoAmI(client)).toEqual(['digest:super', 'ip:127.0.0.1']);
    expect(await client.errorOf(writes.setData, change('/zookeeper/config'))).toBe(NoAuth);
  });
});

test('a server that ignores ACLs lets everybody do everything, but takes no list that is none', async () => {
  await using server = await startServer({ skipAcl: true });
  using client = await RawClient.connect(server);
  await create(client, '/a', { acl: [entry(0, 'world', 'anyone')] });
  expect(await client.errorOf(writes.setData, change('/a'))).toBe(Ok);
  expect(await client.errorOf(writes.create, creation('/b', { acl: [] }))).toBe(InvalidACL);
});
