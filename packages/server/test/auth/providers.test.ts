import { connectionOperations, ErrorCode, reads, writes, Xid } from '@zookit/protocol';
import { RawClient, type Reply } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { type AuthProvider } from '../../src/index.ts';
import { addAuth, entry, whoAmI } from '../support/auth.ts';
import { create, creation, exists, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const { AuthFailed, InvalidACL, NoAuth, Ok, SessionClosedRequireSaslAuth } = ErrorCode;

describe('a server that insists on a scheme', () => {
  test.for<[string, (client: RawClient) => Promise<Reply<unknown>>]>([
    ['a read', (client) => client.request(reads.exists, { path: '/', watch: false })],
    ['a write', (client) => client.request(writes.create, creation('/a'))],
    ['a ping', (client) => client.request(reads.ping, undefined, Xid.PING)],
    ['the end of the session', (client) => client.request(writes.closeSession, undefined)],
    ['an unknown operation', (client) => client.requestRaw(99, new Uint8Array())],
  ])('refuses %s of a client without it, and ends the connection', async ([, send]) => {
    await using server = await startServer({ enforcedAuthSchemes: ['digest'] });
    using client = await RawClient.connect(server);
    const { header } = await send(client);
    expect(header).toMatchObject({ error: SessionClosedRequireSaslAuth, zxid: 0n });
    await client.socket.ended;
    expect(server.view.tree.sessions.has(client.sessionId)).toBe(true);
  });

  test('serves a client that has shown one of several', async () => {
    await using server = await startServer({ enforcedAuthSchemes: ['nosuch', 'digest'] });
    using client = await RawClient.connect(server);
    await addAuth(client, 'digest', 'bob:secret');
    expect(await client.errorOf(writes.create, creation('/a'))).toBe(Ok);
  });

  test('is content with an address, which everybody has', async () => {
    await using server = await startServer({ enforcedAuthSchemes: ['ip'] });
    using client = await RawClient.connect(server);
    expect(await exists(client, '/')).toBe(true);
  });
});

describe('a provider of one’s own', () => {
  /** Knows members by a number, and lets an ACL name a range of them. */
  const badge: AuthProvider = {
    scheme: 'badge',
    isAuthenticated: true,
    authenticate: (credentials, remoteAddress) => {
      const text = Buffer.from(credentials ?? []).toString();
      return /^\d+$/.test(text) && remoteAddress === '127.0.0.1' ? [{ scheme: 'badge', id: text }] : undefined;
    },
    isValidId: (id) => /^\d+-\d+$/.test(id),
    matches: (identity, aclId) => {
      const [from = 0, to = 0] = aclId.split('-').map(Number);
      return Number(identity) >= from && Number(identity) <= to;
    },
  };

  test('says who clients are, which ids an ACL may name and whom they mean', async () => {
    await using server = await startServer({ authProviders: [badge] });
    using member = await RawClient.connect(server);
    using guest = await RawClient.connect(server);
    await addAuth(member, 'badge', '15');
    await addAuth(guest, 'badge', '25');
    await create(member, '/club', { acl: [entry(31, 'badge', '10-20')] });
    expect(await member.errorOf(reads.getData, { path: '/club', watch: false })).toBe(Ok);
    expect(await guest.errorOf(reads.getData, { path: '/club', watch: false })).toBe(NoAuth);
    expect(await member.errorOf(writes.create, creation('/b', { acl: [entry(31, 'badge', 'x')] }))).toBe(InvalidACL);
    expect(await whoAmI(member)).toEqual(['badge:15', 'ip:127.0.0.1']);
  });

  test('is not asked about identities of another scheme, even when their text is the same', async () => {
    const twin: AuthProvider = { ...badge, isValidId: () => true, matches: (identity, aclId) => identity === aclId };
    await using server = await startServer({ authProviders: [twin] });
    using client = await RawClient.connect(server);
    await create(client, '/address', { acl: [entry(31, 'badge', '127.0.0.1')] });
    expect(await client.errorOf(reads.getData, { path: '/address', watch: false })).toBe(NoAuth);
  });

  test('refuses whom it likes', async () => {
    await using server = await startServer({ authProviders: [badge] });
    using client = await RawClient.connect(server);
    expect((await addAuth(client, 'badge', 'none')).header.error).toBe(AuthFailed);
  });

  test('takes the place of a built-in one of the same name', async () => {
    await using server = await startServer({
      authProviders: [{ ...badge, scheme: 'digest', authenticate: () => undefined }],
    });
    using client = await RawClient.connect(server);
    expect((await addAuth(client, 'digest', 'bob:secret')).header.error).toBe(AuthFailed);
  });
});

describe('SASL without any mechanism', () => {
  const sasl = (client: RawClient, token: Uint8Array | null) => client.request(connectionOperations.sasl, { token });

  test('is answered by a null token, with which a client goes on', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header, response } = await sasl(client, new Uint8Array());
    expect(header).toMatchObject({ zxid: 0n, error: Ok });
    expect(response).toEqual({ token: null });
    expect(await exists(client, '/')).toBe(true);
  });

  test('closes the connection without an answer when the client’s token is null', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    void sasl(client, null);
    await client.socket.ended;
    expect(client.received).toEqual([]);
  });

  test('may be tried again and again', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await Promise.all(client.batch(() => Array.from({ length: 1000 }, () => sasl(client, Buffer.alloc(100)))));
    expect(await lastZxid(client)).toBeGreaterThan(0n);
  });
});
