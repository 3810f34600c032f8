import { RequestTimeoutError } from '@zookit/client';
import { TcpProxy, waitFor } from '@zookit/testkit';
import { describe, expect } from 'vitest';
import { connectTo } from '../connect-to.ts';
import { failureOf } from '../failure-of.ts';
import { stateOf, statesOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';

/** Servers that stop, start again, lag behind or are dead. */
export function describeRestarts({ server, test }: Suite): void {
  describe('a server that restarts', () => {
    test('has the session and its ephemeral znodes as before', async () => {
      await using running = await server.start();
      await using client = await connectTo([running]);
      const before = await stateOf(client, 'connected');
      const { stat } = await client.create('/e', 'x', { kind: 'ephemeral' });
      const states = statesOf(client);
      await running.restart();
      await waitFor('a new connection', () => states.length >= 3 && client.state.status === 'connected');
      expect(states.map(({ status }) => status)).toEqual(['connected', 'suspended', 'connected']);
      const after = await stateOf(client, 'connected');
      expect([after.isResumed, after.session.id]).toEqual([true, before.session.id]);
      await expect(client.exists('/e')).resolves.toEqual(stat);
    });

    test('carries out what was asked for while it was away, in order', async () => {
      await using running = await server.start();
      await using client = await connectTo([running]);
      await running.stop();
      await stateOf(client, 'suspended');
      const order: string[] = [];
      const calls = [
        client.create('/a', '0').then(() => order.push('create')),
        client.set('/a', '1').then(() => order.push('set')),
        client.get('/a').then(({ data, stat }) => order.push(`get ${new TextDecoder().decode(data)} ${stat.version}`)),
        client.delete('/a').then(() => order.push('delete')),
      ];
      await running.restart();
      await Promise.all(calls);
      expect(order).toEqual(['create', 'set', 'get 1 1', 'delete']);
    });

    test('keeps no call beyond its deadline, and none of them is carried out later', async () => {
      await using running = await server.start();
      await using client = await connectTo([running]);
      await running.stop();
      await stateOf(client, 'suspended');
      const failure = await failureOf(client.create('/late', null, { timeoutMs: 10 }));
      expect(failure).toBeInstanceOf(RequestTimeoutError);
      expect(failure).toMatchObject({ outcome: 'not-executed', operation: 'create', path: '/late' });
      await running.restart();
      await expect(client.exists('/late')).resolves.toBeUndefined();
    });
  });

  describe('several servers', () => {
    test('of which one is dead make one ensemble still', async () => {
      await using running = await server.start();
      await using dead = await server.start();
      await dead.stop();
      for (const servers of [
        [dead, running],
        [running, dead],
      ]) {
        await using client = await connectTo(servers);
        await expect(client.exists('/')).resolves.toBeDefined();
      }
    });

    test('of which one takes connections and says nothing make one ensemble still', async () => {
      await using running = await server.start();
      await using mute = await TcpProxy.start(running);
      mute.hold('toServer');
      await using client = await connectTo([mute, running], { connectTimeoutMs: 50 });
      await expect(client.exists('/')).resolves.toBeDefined();
    });

    test('of which the one in use dies go on with the other', async () => {
      await using running = await server.start();
      await using first = await TcpProxy.start(running);
      await using second = await TcpProxy.start(running);
      await using client = await connectTo([first, second]);
      const before = await stateOf(client, 'connected');
      const { stat } = await client.create('/e', null, { kind: 'ephemeral' });
      const states = statesOf(client);
      const [used, other] = before.server.port === first.port ? [first, second] : [second, first];
      await used.close();
      await waitFor('the other', () => states.length >= 3 && client.state.status === 'connected');
      const after = await stateOf(client, 'connected');
      expect([after.server.port, after.session.id]).toEqual([other.port, before.session.id]);
      await expect(client.exists('/e')).resolves.toEqual(stat);
    });

    test('of which one lags behind what the client has seen: it is not served by that one', async () => {
      await using running = await server.start();
      await using lagging = await server.start();
      await using client = await connectTo([running, lagging]);
      await stateOf(client, 'connected');
      await client.create('/seen');
      const states = statesOf(client);
      await running.restart();
      await waitFor('the server', () => states.length >= 3 && client.state.status === 'connected');
      const { server: endpoint } = await stateOf(client, 'connected');
      expect(endpoint.port).toBe(running.port);
      await expect(client.exists('/seen')).resolves.toBeDefined();
    });
  });

  describe('an ensemble that is not there', () => {
    test('fails connecting by the deadline of the call', async () => {
      await using dead = await server.start();
      await dead.stop();
      const failure = await failureOf(connectTo([dead], {}, { timeoutMs: 50 }));
      expect(failure).toBeInstanceOf(RequestTimeoutError);
      expect(failure).toMatchObject({ operation: 'connect', outcome: 'not-executed' });
    });
  });
}
