import { BadVersionError, codec, CodecError, FenceLostError, NoNodeError } from '@zookit/client';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import type { Suite } from '../suite.ts';

/** Znodes with codecs. */
export function describeTyped({ test }: Suite): void {
  describe('a typed znode', () => {
    test('is created, read, set and deleted as a value', async ({ client }) => {
      const node = client.node('/n', codec.json<{ readonly size: number }>());
      await expect(node.getOr(undefined)).resolves.toBeUndefined();
      await expect(node.exists()).resolves.toBeUndefined();
      const { stat } = await node.create({ size: 1 });
      await expect(node.get()).resolves.toEqual({ value: { size: 1 }, stat });
      const { version } = await node.set({ size: 2 }, { version: 0 });
      expect((await failureOf(node.set({ size: 3 }, { version: 0 }))) instanceof BadVersionError).toBe(true);
      await expect(node.getOr({ size: 0 })).resolves.toEqual({ size: 2 });
      await expect(node.delete({ version })).resolves.toBe(true);
      expect((await failureOf(node.get())) instanceof NoNodeError).toBe(true);
    });

    test('whose data is nothing of the kind says which znode it is', async ({ client }) => {
      await client.create('/n', 'not JSON');
      const failure = await failureOf(client.node('/n', codec.json()).get());
      expect(failure).toBeInstanceOf(CodecError);
      expect(failure).toMatchObject({ path: '/n', operation: 'get', outcome: 'rejected' });
      expect(failure.message).toBe('Codec: get /n: json: the data is not JSON');
    });

    test('is not sent when its value has no data', async ({ client }) => {
      const failure = await failureOf(client.node('/n', codec.int32).create(0.5));
      expect(failure).toBeInstanceOf(CodecError);
      expect(failure).toMatchObject({ path: '/n', operation: 'create', outcome: 'not-executed' });
      expect(failure.message).toBe('Codec: create /n: int32: 0.5 is none');
    });

    test('counts right when many update it at once', async ({ tree }) => {
      const clients = await Promise.all([tree.connect(), tree.connect(), tree.connect(), tree.connect()]);
      const add = (): Promise<unknown>[] =>
        clients.map((client) => client.node('/count', codec.int32).update((count = 0) => count + 1));
      await Promise.all([...add(), ...add(), ...add()]);
      const [client] = clients;
      await expect(client.node('/count', codec.int32).getOr(0)).resolves.toBe(12);
    });

    test('stays as it is when the update has nothing to say', async ({ client }) => {
      const node = client.node('/n', codec.text);
      await expect(node.update(() => undefined)).resolves.toBeUndefined();
      await expect(node.exists()).resolves.toBeUndefined();
      await node.create('one');
      await expect(node.update(() => undefined)).resolves.toBe('one');
      await expect(node.exists()).resolves.toMatchObject({ version: 0 });
    });

    test('is updated behind a fence only while that holds', async ({ client }) => {
      const lock = await client.create('/lock');
      const fence = client.fence(lock);
      const node = client.node('/n', codec.text);
      await node.update(() => 'one', { fence });
      await node.update((text) => `${text} two`, { fence });
      await expect(node.getOr('')).resolves.toBe('one two');
      await client.delete('/lock');
      expect((await failureOf(node.update(() => 'late', { fence }))) instanceof FenceLostError).toBe(true);
      await expect(node.getOr('')).resolves.toBe('one two');
    });

    test('without its parent is not created by an update', async ({ client }) => {
      expect((await failureOf(client.node('/a/n', codec.text).update(() => 'x'))) instanceof NoNodeError).toBe(true);
    });

    test('is observed as a value', async ({ client }) => {
      const node = client.node('/n', codec.int32);
      const seen: unknown[] = [];
      for await (const state of node.observe()) {
        seen.push(state.exists ? state.value : 'absent');
        if (seen.length === 1) await node.create(1);
        if (seen.length === 2) await node.set(2);
        if (seen.length === 3) break;
      }
      expect(seen).toEqual(['absent', 1, 2]);
    });

    test('is packed as Curator packs it', async ({ client }) => {
      const node = client.node('/a', codec.gzip(codec.text));
      await node.create('text'.repeat(100));
      const { data } = await client.get('/a');
      expect([...data.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
      await expect(node.get()).resolves.toMatchObject({ value: 'text'.repeat(100) });
      await client.set('/a', 'plain');
      await expect(node.get()).resolves.toMatchObject({ value: 'plain' });
    });
  });
}
