import { NoNodeError } from '@zookit/client';
import { describe, expect } from 'vitest';
import { goes } from '../goes.ts';
import type { Suite } from '../suite.ts';

/** How long znodes live. */
export function describeLifetimes({ test }: Suite): void {
  describe('a znode with a time to live', () => {
    test('stays while it has children', async ({ client }) => {
      await client.create('/ttl', null, { kind: 'ttl', ttlMs: 50 });
      await client.create('/ttl/child');
      await client.create('/other', null, { kind: 'ttl', ttlMs: 50 });
      await goes(client, '/other');
      await expect(client.exists('/ttl')).resolves.toBeDefined();
      await client.delete('/ttl/child');
      await goes(client, '/ttl');
    });
  });

  describe('ephemeral znodes', () => {
    test('of a session are listed, by what their paths begin with', async ({ client, tree }) => {
      const other = await tree.connect();
      await client.create('/a');
      await client.create('/a/1', null, { kind: 'ephemeral' });
      await client.create('/a/2', null, { kind: 'ephemeral' });
      await client.create('/b', null, { kind: 'ephemeral' });
      await other.create('/a/3', null, { kind: 'ephemeral' });
      expect([...(await client.ephemerals())].sort()).toEqual(['/a/1', '/a/2', '/b']);
      expect([...(await client.ephemerals('/a'))].sort()).toEqual(['/a/1', '/a/2']);
      await expect(client.ephemerals('/none')).resolves.toEqual([]);
      await expect(other.ephemerals()).resolves.toEqual(['/a/3']);
    });

    test('go with their session and not with its connection', async ({ client, tree, proxy }) => {
      const owner = await tree.connect({ connect: `127.0.0.1:${proxy.port}` });
      const { stat } = await owner.create('/e', null, { kind: 'ephemeral' });
      proxy.cut();
      await owner.sync();
      await expect(client.exists('/e')).resolves.toEqual(stat);
      await owner.close();
      await expect(client.get('/e')).rejects.toBeInstanceOf(NoNodeError);
    });
  });
}
