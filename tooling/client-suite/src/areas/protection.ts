import { describe, expect } from 'vitest';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

const marked = /^\/q\/_c_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-item-\d{10}$/;

/** Writes whose reply is lost though they were carried out: the client finds out. */
export function describeProtection({ test }: Suite): void {
  describe('a write that is carried out and whose reply is lost', () => {
    test('as a sequential create is found by its mark, and happens once', async ({ client, tree, proxy }) => {
      await client.create('/q');
      const writer = await tree.connect(through(proxy));
      void proxy.cutAfter('toClient', 0);
      const { path, stat } = await writer.create('/q/item-', 'x', { kind: 'ephemeral', sequential: true });
      expect(path).toMatch(marked);
      expect((await client.children('/q')).names).toEqual([path.slice('/q/'.length)]);
      await expect(client.exists(path)).resolves.toEqual(stat);
    });

    test('as an ephemeral create of a name succeeds', async ({ client, tree, proxy }) => {
      const writer = await tree.connect(through(proxy));
      await writer.exists('/');
      void proxy.cutAfter('toClient', 0);
      const { stat } = await writer.create('/me', 'x', { kind: 'ephemeral' });
      await expect(client.exists('/me')).resolves.toEqual(stat);
    });

    test('as a set of a version succeeds', async ({ client, tree, proxy }) => {
      await client.create('/a', 'old');
      const writer = await tree.connect(through(proxy));
      await writer.exists('/');
      void proxy.cutAfter('toClient', 0);
      await expect(writer.set('/a', 'new', { version: 0 })).resolves.toMatchObject({ version: 1 });
      await expect(client.get('/a')).resolves.toMatchObject({ stat: { version: 1 } });
    });

    test('as a transaction with a guard succeeds', async ({ client, tree, proxy }) => {
      await client.create('/guard');
      await client.create('/q');
      const writer = await tree.connect(through(proxy));
      await writer.exists('/');
      void proxy.cutAfter('toClient', 0);
      const [item, other] = await writer
        .transaction()
        .create('/q/item-', 'x', { sequential: true })
        .create('/b', 'y')
        .commit({ guard: { path: '/guard', version: 0 } });
      expect(item.path).toMatch(/^\/q\/item-\d{10}$/);
      expect(item.stat).toEqual(await client.exists(item.path));
      expect(other).toEqual({ path: '/b', stat: await client.exists('/b') });
      await expect(client.exists('/guard')).resolves.toMatchObject({ version: 1 });
    });

    test('as a delete that may miss its znode is done with', async ({ client, tree, proxy }) => {
      await client.create('/a');
      const writer = await tree.connect(through(proxy));
      await writer.exists('/a');
      void proxy.cutAfter('toClient', 0);
      await expect(writer.delete('/a', { ifMissing: 'ignore' })).resolves.toBe(false);
      await expect(client.exists('/a')).resolves.toBeUndefined();
    });
  });

  describe('a guaranteed delete', () => {
    test('goes on when the call has failed', async ({ client, tree, proxy }) => {
      await client.create('/a');
      const writer = await tree.connect(through(proxy));
      proxy.hold('toServer');
      await expect(writer.delete('/a', { guaranteed: true, timeoutMs: 50 })).rejects.toMatchObject({ code: -122 });
      proxy.cut();
      proxy.release('toServer');
      await using watched = client.observe('/a');
      for await (const { exists } of watched) if (!exists) break;
    });
  });
}
