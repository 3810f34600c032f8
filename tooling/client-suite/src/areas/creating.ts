import { BadArgumentsError, NodeExistsError, nodeKind, NoNodeError } from '@zookit/client';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import { goes } from '../goes.ts';
import type { Suite } from '../suite.ts';

const text = new TextDecoder();

/** The kinds of znodes, missing parents, and znodes that are there already. */
export function describeCreating({ test }: Suite): void {
  describe('a create', () => {
    test('of an ephemeral znode makes one that goes with its session', async ({ client, tree }) => {
      const other = await tree.connect();
      const { stat } = await other.create('/e', null, { kind: 'ephemeral' });
      expect(nodeKind(stat)).toEqual({ kind: 'ephemeral', owner: stat.ephemeralOwner });
      await expect(other.ephemerals('/')).resolves.toEqual(['/e']);
      await expect(client.ephemerals('/')).resolves.toEqual([]);
      await other.close();
      await goes(client, '/e');
    });

    test('of a container makes one that goes behind its last child', async ({ client }) => {
      const { stat } = await client.create('/c', 'x', { kind: 'container' });
      expect(stat).toMatchObject({ version: 0, dataLength: 1, ephemeralOwner: 0n });
      await client.create('/c/child');
      await client.delete('/c/child');
      await goes(client, '/c');
    });

    test('with a time to live makes a znode that goes when nobody changes it', async ({ client }) => {
      const { path } = await client.create('/t-', 'x', { kind: 'ttl', ttlMs: 50, sequential: true, protect: false });
      expect(path).toBe('/t-0000000000');
      await client.create('/long', null, { kind: 'ttl', ttlMs: 600_000 });
      await goes(client, path);
      await expect(client.exists('/long')).resolves.toBeDefined();
    });

    test('of a sequential znode appends a number, below a path that ends in a slash too', async ({ client }) => {
      const inTree = await client.create('/', null, { sequential: true, protect: false });
      expect(inTree.path).toBe('/0000000000');
      await client.create('/q');
      const paths = await Promise.all(
        ['/q/', '/q/item-'].map(
          async (path) => (await client.create(path, null, { sequential: true, protect: false })).path,
        ),
      );
      expect(paths).toEqual(['/q/0000000000', '/q/item-0000000001']);
      const inside = client.namespace('/q');
      const options = { sequential: true };
      const [{ path }] = await inside.transaction().create('/', null, options).commit();
      expect(path).toBe('/0000000002');
      await client.create('/q/r');
      await expect(inside.createEphemeral('/r/', null, { ...options, protect: false })).resolves.toMatchObject({
        path: '/r/0000000000',
      });
    });

    test('with parents creates what is missing above the znode', async ({ client }) => {
      expect((await failureOf(client.create('/a/b/c'))) instanceof NoNodeError).toBe(true);
      const { path } = await client.create('/a/b/c', 'x', { parents: true });
      expect(path).toBe('/a/b/c');
      await expect(client.exists('/a/b')).resolves.toMatchObject({ dataLength: 0, numChildren: 1 });
      await client.create('/d/e-', null, { parents: 'container', sequential: true, protect: false });
      await client.delete('/d/e-0000000000');
      await goes(client, '/d');
      await expect(client.exists('/a')).resolves.toBeDefined();
    });

    test('of a znode that is there fails, keeps it or sets it', async ({ client }) => {
      const first = await client.create('/a', 'one');
      expect((await failureOf(client.create('/a', 'two'))) instanceof NodeExistsError).toBe(true);
      await expect(client.create('/a', 'two', { ifExists: 'keep' })).resolves.toEqual(first);
      const set = await client.create('/a', 'two', { ifExists: 'set' });
      expect([set.path, set.stat.version, set.stat.czxid]).toEqual(['/a', 1, first.stat.czxid]);
      expect(text.decode((await client.get('/a')).data)).toBe('two');
      await expect(client.create('/b', 'x', { ifExists: 'keep' })).resolves.toMatchObject({ stat: { version: 0 } });
    });

    test('that makes no sense is not sent', async ({ client }) => {
      const failure = await failureOf(client.create('/a/', 'x'));
      expect(failure).toBeInstanceOf(BadArgumentsError);
      expect(failure).toMatchObject({ path: '/a/', outcome: 'not-executed' });
      expect(failure.message).toBe('BadArguments: create /a/: the path ends with "/"');
      await expect(client.children('/')).resolves.toMatchObject({ names: [] });
    });
  });

  describe('an ephemeral znode of a block', () => {
    test('is deleted at its end', async ({ client }) => {
      {
        await using member = await client.createEphemeral('/m-', 'x', { sequential: true, protect: false });
        expect(member.path).toBe('/m-0000000000');
        await expect(client.exists(member.path)).resolves.toEqual(member.stat);
      }
      await expect(client.children('/')).resolves.toMatchObject({ names: [] });
    });

    test('may have gone before, and what took its place stays', async ({ client }) => {
      {
        await using member = await client.createEphemeral('/m');
        await client.delete(member.path);
      }
      {
        await using member = await client.createEphemeral('/m');
        await client.delete(member.path);
        await client.create(member.path, 'another');
      }
      await expect(client.exists('/m')).resolves.toMatchObject({ dataLength: 7 });
    });

    test('goes with the client, if that is closed first', async ({ tree }) => {
      const client = await tree.connect();
      await using _member = await client.createEphemeral('/m');
      await client.close();
    });
  });
}
