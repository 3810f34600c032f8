import { ClosingError, RequestTimeoutError } from '@zookit/client';
import { waitFor } from '@zookit/testkit';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import { stateOf, statesOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

const directions = ['toServer', 'toClient'] as const;

/** Servers that say nothing, and ends of connections that nobody hears of. */
export function describeSilence({ test }: Suite): void {
  describe('a server that falls silent', () => {
    test.for(directions)('%s keeps no call beyond its deadline', async (direction, { tree, proxy }) => {
      const client = await tree.connect(through(proxy));
      proxy.hold(direction);
      const failures = await Promise.all([
        failureOf(client.set('/', 'x', { timeoutMs: 20 })),
        failureOf(client.create('/a', 'x', { timeoutMs: 20 })),
        failureOf(client.exists('/', { timeoutMs: 20 })),
      ]);
      for (const failure of failures) {
        expect(failure).toBeInstanceOf(RequestTimeoutError);
        expect(failure.outcome).toBe('unknown');
      }
      proxy.release(direction);
      await expect(client.exists('/')).resolves.toBeDefined();
    });

    test('is given up before the session can expire, and taken again when it answers', async ({ tree, proxy }) => {
      const client = await tree.connect({ ...through(proxy), sessionTimeoutMs: 1500 });
      const states = statesOf(client);
      proxy.hold('toClient');
      const { since, deadline, session } = await stateOf(client, 'suspended');
      expect(since).toBeLessThan(deadline);
      expect(session.timeoutMs).toBe(1500);
      proxy.release('toClient');
      await stateOf(client, 'connected');
      await expect(client.exists('/')).resolves.toBeDefined();
      expect(states.map(({ status }) => status).slice(0, 2)).toEqual(['connected', 'suspended']);
    });

    test.for(directions)('%s does not keep a client from closing', async (direction, { tree, proxy }) => {
      const client = await tree.connect(through(proxy));
      proxy.hold(direction);
      const write = failureOf(client.set('/', 'x'));
      await client.close({ timeoutMs: 20 });
      await expect(write).resolves.toMatchObject({ outcome: 'unknown' });
      expect(client.state).toEqual({ status: 'closed', error: undefined });
      await expect(failureOf(client.exists('/'))).resolves.toBeInstanceOf(ClosingError);
    });

    test('holds what was asked for meanwhile back, and answers it in order', async ({ client, tree, proxy }) => {
      const slow = await tree.connect(through(proxy));
      proxy.hold('toClient');
      const order: number[] = [];
      const created = [1, 2, 3].map(async (number) => {
        const { path } = await slow.create('/n-', null, { sequential: true, protect: false });
        order.push(number);
        return path;
      });
      let names: readonly string[] = [];
      void (async () => {
        while (names.length < 3) ({ names } = await client.children('/'));
      })();
      await waitFor('three children', () => names.length === 3);
      proxy.release('toClient');
      const paths = await Promise.all(created);
      expect(order).toEqual([1, 2, 3]);
      expect([...paths].sort()).toEqual(paths);
    });
  });

  describe('a half of a connection that ends', () => {
    test.for(directions)('%s costs no session', async (direction, { tree, proxy }) => {
      const client = await tree.connect(through(proxy));
      const { stat } = await client.create('/e', null, { kind: 'ephemeral' });
      const states = statesOf(client);
      proxy.halfClose(direction);
      await waitFor('a new connection', () => states.some((state) => state.status === 'connected' && state.isResumed));
      await expect(client.exists('/e')).resolves.toEqual(stat);
    });
  });
}
