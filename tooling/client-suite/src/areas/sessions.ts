import { type ConnectionState, SessionExpiredError, type ZooKeeper } from '@zookit/client';
import { type TcpProxy, waitFor } from '@zookit/testkit';
import { describe, expect } from 'vitest';
import { addressOf } from '../address-of.ts';
import { connectTo } from '../connect-to.ts';
import { eventually } from '../eventually.ts';
import { failureOf } from '../failure-of.ts';
import { stateOf, statesOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

/** Short enough to wait for its end, and long enough that it doesn't end because the machine is busy. */
const SHORT_MS = 1200;

/** Keeps a client from its server until its session has expired there, as `witness` sees by the session's znode `/e`. */
async function expire(proxy: TcpProxy, witness: ZooKeeper): Promise<void> {
  proxy.hold('toServer');
  proxy.cut();
  await eventually('the session has expired', async () => (await witness.exists('/e')) === undefined);
}

/** Sessions that end, expire, are renewed or taken up by others. */
export function describeSessions({ server, test }: Suite): void {
  describe.concurrent('a session that expires while its client is away', () => {
    test('is replaced by another one, and the client goes on', async ({ client, tree, proxy }) => {
      const away = await tree.connect({ ...through(proxy), sessionTimeoutMs: SHORT_MS });
      const first = await away.ready();
      await away.create('/e', null, { kind: 'ephemeral' });
      const states = statesOf(away);
      await expire(proxy, client);
      const { lastZxid } = away;
      proxy.release('toServer');
      await waitFor(
        'another session',
        () => states.some(({ status }) => status === 'lost') && away.state.status === 'connected',
      );
      const second = await away.ready();
      expect([first.generation, second.generation]).toEqual([1, 2]);
      expect(second.id).not.toBe(first.id);
      expect(states.some((state) => state.status === 'lost' && state.by === 'server')).toBe(true);
      await away.create('/e', null, { kind: 'ephemeral' });
      expect(away.lastZxid).toBeGreaterThan(lastZxid);
    });

    test('carries out in the new session what was asked for meanwhile', async ({ client, tree, proxy }) => {
      const away = await tree.connect({ ...through(proxy), sessionTimeoutMs: SHORT_MS });
      await away.create('/e', null, { kind: 'ephemeral' });
      proxy.hold('toServer');
      proxy.cut();
      await stateOf(away, 'suspended');
      const created = away.create('/late', null, { timeoutMs: 60_000 });
      await eventually('the session has expired', async () => (await client.exists('/e')) === undefined);
      proxy.release('toServer');
      await expect(created).resolves.toMatchObject({ path: '/late' });
    });

    test('ends a client that wants that', async ({ client, tree, proxy }) => {
      const away = await tree.connect({ ...through(proxy), sessionTimeoutMs: SHORT_MS, onExpired: 'close' });
      await away.create('/e', null, { kind: 'ephemeral' });
      proxy.hold('toServer');
      proxy.cut();
      await stateOf(away, 'suspended');
      const waiting = failureOf(away.create('/late', null, { timeoutMs: 60_000 }));
      await eventually('the session has expired', async () => (await client.exists('/e')) === undefined);
      proxy.release('toServer');
      const { error } = await stateOf(away, 'closed');
      expect(error).toBeInstanceOf(SessionExpiredError);
      expect(await waiting).toBeInstanceOf(SessionExpiredError);
      await expect(failureOf(away.exists('/'))).resolves.toMatchObject({ outcome: 'not-executed' });
      await expect(client.exists('/late')).resolves.toBeUndefined();
    });

    test('counts as lost when its time is over, whoever has not said so', async ({ tree, proxy }) => {
      const away = await tree.connect({ ...through(proxy), sessionTimeoutMs: SHORT_MS });
      proxy.hold('toClient');
      const state = await stateOf(away, 'lost');
      expect(state.by).toBe('deadline');
      proxy.release('toClient');
      await stateOf(away, 'connected');
      await expect(away.exists('/')).resolves.toBeDefined();
    });
  });

  describe.concurrent('a session', () => {
    test('is kept alive while nothing is asked', async ({ client, tree }) => {
      const idle = await tree.connect({ sessionTimeoutMs: SHORT_MS });
      const other = await tree.connect({ sessionTimeoutMs: SHORT_MS });
      await idle.create('/e', null, { kind: 'ephemeral' });
      await other.create('/other', null, { kind: 'ephemeral' });
      const states = statesOf(idle);
      await other.close({ keepSession: true });
      await eventually('the abandoned session has expired', async () => (await client.exists('/other')) === undefined);
      await expect(client.exists('/e')).resolves.toBeDefined();
      expect(states).toHaveLength(1);
    });

    test('gets the timeout that the server grants', async ({ tree }) => {
      const brief = await tree.connect({ sessionTimeoutMs: 1, requestTimeoutMs: 20_000 });
      const long = await tree.connect({ sessionTimeoutMs: 3_600_000 });
      expect((await brief.ready()).timeoutMs).toBe(400);
      expect((await long.ready()).timeoutMs).toBe(40_000);
    });

    test('is taken up by another client, and the first one loses its connection', async ({ tree }) => {
      const first = await tree.connect({ onExpired: 'close' });
      const session = await first.ready();
      const { stat } = await first.create('/e', null, { kind: 'ephemeral' });
      await first.close({ keepSession: true });
      const second = await tree.connect({ resume: session });
      const after = await second.ready();
      expect(after.id).toBe(session.id);
      await expect(second.exists('/e')).resolves.toEqual(stat);
    });

    test('is taken up with its password only', async ({ client, tree }) => {
      const first = await tree.connect();
      const { id, password } = await first.ready();
      await first.create('/e', null, { kind: 'ephemeral' });
      const wrong = await tree.connect({ resume: { id, password: password.map((byte) => byte ^ 1) } });
      expect((await wrong.ready()).id).not.toBe(id);
      await expect(client.exists('/e')).resolves.toBeDefined();
    });

    test('goes with its ephemeral znodes when the client closes, and states end there', async ({ client, tree }) => {
      const closing = await tree.connect();
      await closing.create('/e', null, { kind: 'ephemeral' });
      const seen: ConnectionState['status'][] = [];
      const watching = (async () => {
        for await (const { status } of closing.states()) seen.push(status);
      })();
      await closing.close();
      await watching;
      expect(seen).toEqual(['connected', 'closed']);
      await expect(client.exists('/e')).resolves.toBeUndefined();
    });

    test('that ends answers what was asked for before', async ({ client, tree }) => {
      const closing = await tree.connect();
      const created = Array.from({ length: 100 }, (_, index) => closing.create(`/${index}`));
      const closed = closing.close();
      await expect(Promise.all(created)).resolves.toHaveLength(100);
      await closed;
      await expect(client.children('/')).resolves.toMatchObject({ stat: { numChildren: 100 } });
    });
  });

  describe('a lazy client', () => {
    test('connects with its first call', async ({ tree }) => {
      const client = await tree.connect({ lazy: true });
      expect(client.state.status).toBe('connecting');
      await expect(client.exists('/')).resolves.toBeDefined();
      expect(client.state.status).toBe('connected');
    });
  });

  describe('a new list of servers', () => {
    test('without the present one moves the session', async ({ tree, proxy }) => {
      const client = await tree.connect(through(proxy));
      const { id } = await client.ready();
      const { stat } = await client.create('/e', null, { kind: 'ephemeral' });
      const states = statesOf(client);
      const reads = Array.from({ length: 50 }, () => client.exists('/e'));
      await client.updateServerList(addressOf(tree.server));
      await expect(Promise.all(reads)).resolves.toHaveLength(50);
      await waitFor('the other server', () => states.length >= 3 && client.state.status === 'connected');
      const after = await stateOf(client, 'connected');
      expect([after.session.id, after.server.port]).toEqual([id, tree.server.port]);
      await expect(client.exists('/e')).resolves.toEqual(stat);
      await waitFor('no connection to the first', () => proxy.connectionCount === 0);
    });
  });

  describe('an ensemble that was set back', () => {
    test('serves a client that has seen more, when that client finds no other', async () => {
      await using before = await server.start();
      await using client = await connectTo([before], { sessionTimeoutMs: SHORT_MS });
      for (let count = 0; count < 20; count++) await client.create(`/${count}`);
      const { lastZxid } = client;
      await using after = await server.start();
      await client.updateServerList(addressOf(after));
      await before.stop();
      await waitFor('the other ensemble', () => client.state.status === 'connected' && client.lastZxid < lastZxid);
      await expect(client.exists('/1')).resolves.toBeUndefined();
    });
  });
}
