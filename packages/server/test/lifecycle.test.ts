import { reads, writes } from '@zookit/protocol';
import { ConnectionEndedError, freePort, RawClient, VirtualClock, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { silentLogger, ZooKeeperServer, type AuthProvider, type ServerOptions } from '../src/index.ts';
import { addAuth, entry } from './support/auth.ts';
import { HeldClock } from './support/held-clock.ts';
import { bytes, create, creation, ephemeral, exists } from './support/requests.ts';
import { startServer } from './support/start-server.ts';

describe('starting', () => {
  test('gives a free port when 0 is asked for', async () => {
    await using server = await startServer();
    expect(server.port).toBeGreaterThan(0);
    using client = await RawClient.connect(server);
    expect(await exists(client, '/')).toBe(true);
  });

  test('gives the port that is asked for', async () => {
    const port = await freePort();
    await using server = await startServer({ port });
    expect(server.port).toBe(port);
  });

  test('on a port that is taken fails', async () => {
    await using server = await startServer();
    await expect(startServer({ port: server.port })).rejects.toThrow('EADDRINUSE');
    using client = await RawClient.connect(server);
    expect(await exists(client, '/')).toBe(true);
  });

  test('on an address of another machine fails', async () => {
    await expect(startServer({ host: '192.0.2.1' })).rejects.toThrow('EADDRNOTAVAIL');
  });

  test.for<[string, ServerOptions, string]>([
    ['no tick', { tickTimeMs: 0 }, 'tickTimeMs 0'],
    [
      'a shortest session timeout above the longest',
      { minSessionTimeoutMs: 2000, maxSessionTimeoutMs: 1000 },
      'minSessionTimeoutMs 2000',
    ],
  ])('with %s fails', async ([, options, reason]) => {
    await expect(startServer(options)).rejects.toThrow(reason);
  });

  test('takes an option that is undefined as one that is not given', async () => {
    // What a caller that is not checked may hand in.
    const options: object = { tickTimeMs: undefined, connectionsMax: undefined };
    await using server = await startServer(options);
    expect(server.view.config).toMatchObject({ tickTimeMs: 3000, connectionsMax: 0 });
  });

  test('without any option uses the port of ZooKeeper and the timeouts that follow its tick', async () => {
    await using server = await ZooKeeperServer.start({ port: 0 });
    expect(server.view.config).toMatchObject({
      tickTimeMs: 3000,
      minSessionTimeoutMs: 6000,
      maxSessionTimeoutMs: 60_000,
    });
  });
});

test('two servers in one process know nothing of each other', async () => {
  await using one = await startServer();
  await using two = await startServer();
  using atOne = await RawClient.connect(one);
  using atTwo = await RawClient.connect(two);
  await create(atOne, '/a');
  await create(atOne, '/b', { data: bytes('x') });
  expect(await exists(atTwo, '/a')).toBe(false);
  await create(atTwo, '/a');
  expect([one.view.tree.nodeCount, two.view.tree.nodeCount]).toEqual([7, 6]);
});

describe('closing', () => {
  test('answers what was taken in, in order, and ends the connection', async () => {
    const server = await startServer();
    using client = await RawClient.connect(server);
    const sent = client.batch(() =>
      Array.from({ length: 500 }, (_, index) =>
        index % 2 === 0
          ? client.request(writes.create, creation(`/n${String(index)}`))
          : client.request(reads.ping, undefined),
      ),
    );
    await waitFor('the first reply', () => client.received.length > 0);
    await server.close();
    await client.socket.ended;
    const outcomes = await Promise.allSettled(sent);
    const answered = outcomes.findIndex(({ status }) => status === 'rejected');
    const rest = answered < 0 ? [] : outcomes.slice(answered);
    expect(
      rest.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof ConnectionEndedError),
    ).toBe(true);
    const made = client.received.filter((one) => one.kind === 'reply' && one.name === 'create');
    expect(server.view.tree.nodeCount).toBe(5 + made.length);
  });

  test('ends the connections of clients that are idle, and those without a session', async () => {
    const server = await startServer();
    using client = await RawClient.connect(server);
    await server.close();
    await client.socket.ended;
    expect(client.received).toEqual([]);
  });

  test('gives the port back at once', async () => {
    const first = await startServer();
    const { port } = first;
    using client = await RawClient.connect(first);
    await first.close();
    await expect(RawClient.connect({ port })).rejects.toThrow('ECONNREFUSED');
    await using second = await startServer({ port });
    using again = await RawClient.connect(second);
    expect(again.sessionId).not.toBe(client.sessionId);
  });

  test('may be asked for several times', async () => {
    const server = await startServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
    await server[Symbol.asyncDispose]();
  });

  test('leaves no timer behind', async () => {
    const clock = new VirtualClock();
    const server = await startServer({ clock });
    using client = await RawClient.connect(server);
    await client.ask(writes.create, ephemeral('/mine'));
    expect(clock.pendingCount).toBeGreaterThan(0);
    await server.close();
    expect(clock.pendingCount).toBe(0);
  });

  test('does not expire the sessions that it interrupts', async () => {
    const clock = new VirtualClock();
    const server = await startServer({ clock });
    using client = await RawClient.connect(server);
    await client.ask(writes.create, ephemeral('/mine'));
    await server.close();
    clock.advance(1_000_000);
    expect(server.view.tree.ephemeralCount).toBe(1);
  });
});

describe('a server that was started again', () => {
  test('welcomes clients that have seen what the last one did, but not their sessions', async () => {
    const clock = new VirtualClock();
    const first = await startServer({ clock });
    using client = await RawClient.connect(first);
    const { header } = await client.request(writes.create, creation('/a'));
    const { sessionId, password } = client;
    await first.close();
    clock.advance(1000);
    await using second = await startServer({ clock });
    const lastZxidSeen = header.zxid;
    using returning = await RawClient.connect({ port: second.port, sessionId, password, lastZxidSeen });
    expect(returning.handshake).toMatchObject({ timeoutMs: 0, sessionId: 0n });
    using fresh = await RawClient.connect({ port: second.port, lastZxidSeen });
    expect(await exists(fresh, '/a')).toBe(false);
  });
});

describe('a server that cannot apply a transaction', () => {
  const defect = new Error('nothing can be logged');

  /** A server whose logger fails, as its authentication provider does while a watch event is weighed. */
  async function startDoomed(options: ServerOptions = {}) {
    const fail = () => {
      throw defect;
    };
    const provider: AuthProvider = {
      scheme: 'broken',
      isAuthenticated: true,
      authenticate: () => [{ scheme: 'broken', id: 'me' }],
      isValidId: () => true,
      matches: fail,
    };
    const logger = { ...silentLogger, error: (message: string) => !message.startsWith('server stops') && fail() };
    const server = await startServer({ ...options, authProviders: [provider], logger });
    const client = await RawClient.connect(server);
    await addAuth(client, 'broken', 'me');
    await client.request(reads.exists, { path: '/a', watch: true });
    const strike = () => client.request(writes.create, creation('/a', { acl: [entry(31, 'broken', 'me')] }));
    return { server, client, strike };
  }

  test('stops rather than answer wrongly, and says why', async () => {
    const { server, client, strike } = await startDoomed();
    await expect(strike()).rejects.toThrow(ConnectionEndedError);
    expect(await server.failed).toBe(defect);
    await server.close();
    await expect(RawClient.connect(server)).rejects.toThrow();
    client.disconnect();
  });

  test('can be closed while it fails', async () => {
    const clock = new HeldClock();
    const { server, client, strike } = await startDoomed({ clock });
    clock.hold();
    const struck = strike();
    await waitFor('the request', () => server.view.outstanding === 1);
    const closing = server.close();
    clock.release();
    await closing;
    await expect(struck).rejects.toThrow(ConnectionEndedError);
    client.disconnect();
  });
});

test('a server that is closed answers nothing that is still read', async () => {
  const server = await startServer();
  using client = await RawClient.connect(server);
  const closing = server.close();
  const late = client.request(writes.create, creation('/late'));
  await closing;
  await expect(late).rejects.toThrow(ConnectionEndedError);
  expect(server.view.tree.nodeCount).toBe(5);
});
