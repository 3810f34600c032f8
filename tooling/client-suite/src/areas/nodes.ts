import {
  BadVersionError,
  NoChildrenForEphemeralsError,
  NodeExistsError,
  NoNodeError,
  NotEmptyError,
  read,
} from '@zookit/client';
import { describe, expect } from 'vitest';
import type { Suite } from '../suite.ts';
import { failureOf } from '../failure-of.ts';

const textOf = (data: Uint8Array): string => new TextDecoder().decode(data);

/** Create, get, set, delete, exists and children. */
export function describeNodes({ test }: Suite): void {
  describe('znodes', () => {
    test('a znode has the data and the stat that its creation tells', async ({ client }) => {
      const { path, stat } = await client.create('/a', 'one');
      expect(path).toBe('/a');
      expect(stat).toMatchObject({ version: 0, cversion: 0, aversion: 0, ephemeralOwner: 0n });
      expect(stat).toMatchObject({ dataLength: 3, numChildren: 0, mzxid: stat.czxid, pzxid: stat.czxid });
      expect(stat.czxid).toBe(client.lastZxid);
      const { data, isNull, stat: seen } = await client.get('/a');
      expect([textOf(data), isNull, seen]).toEqual(['one', false, stat]);
    });

    test('null and no bytes are different data', async ({ client }) => {
      await client.create('/null', null);
      await client.create('/empty', '');
      const [ofNull, ofEmpty] = await Promise.all([client.get('/null'), client.get('/empty')]);
      expect([ofNull.isNull, ofNull.data.length, ofNull.stat.dataLength]).toEqual([true, 0, 0]);
      expect([ofEmpty.isNull, ofEmpty.data.length, ofEmpty.stat.dataLength]).toEqual([false, 0, 0]);
    });

    test('has data that is a plain Uint8Array', async ({ client }) => {
      await client.create('/a', 'one');
      const { data } = await client.get('/a');
      expect(data).toStrictEqual(new Uint8Array([0x6f, 0x6e, 0x65]));
      expect(data.slice().buffer.byteLength).toBe(3);
      const [both] = await client.multiRead([read.get('/a')]);
      expect(both.ok && both.value.data).toStrictEqual(data);
      await using observed = client.observe('/a');
      expect((await observed.next()).value).toMatchObject({ value: data });
    });

    test('data is bytes, whatever they are', async ({ client }) => {
      const data = Uint8Array.from({ length: 256 }, (_, index) => index);
      await client.create('/a', data);
      const { data: received } = await client.get('/a');
      expect(Uint8Array.from(received)).toEqual(data);
    });

    test('a set changes data, version, mzxid and time, and nothing else', async ({ client }) => {
      const { stat: before } = await client.create('/a', 'one');
      const after = await client.set('/a', 'three');
      expect(after).toEqual({
        ...before,
        version: 1,
        dataLength: 5,
        mzxid: client.lastZxid,
        mtimeMs: after.mtimeMs,
      });
      expect(after.mzxid).toBeGreaterThan(before.mzxid);
      await expect(client.exists('/a')).resolves.toEqual(after);
    });

    test('a set or a delete of another version changes nothing', async ({ client }) => {
      const { stat } = await client.create('/a');
      const set = await failureOf(client.set('/a', 'x', { version: 1 }));
      expect(set).toBeInstanceOf(BadVersionError);
      expect(set).toMatchObject({ path: '/a', operation: 'set', outcome: 'rejected' });
      await expect(client.delete('/a', { version: 1 })).rejects.toBeInstanceOf(BadVersionError);
      await expect(client.exists('/a')).resolves.toEqual(stat);
      await client.set('/a', 'x', { version: 0 });
      await client.delete('/a', { version: 1 });
      await expect(client.exists('/a')).resolves.toBeUndefined();
    });

    test('every operation on a znode that is not there says so, with the path that the caller wrote', async ({
      client,
    }) => {
      const failures = await Promise.all([
        failureOf(client.get('/none')),
        failureOf(client.set('/none', 'x')),
        failureOf(client.delete('/none')),
        failureOf(client.children('/none')),
        failureOf(client.create('/none/child')),
      ]);
      expect(failures.every((failure) => failure instanceof NoNodeError)).toBe(true);
      expect(failures.map(({ operation, path }) => `${operation} ${path}`)).toEqual([
        'get /none',
        'set /none',
        'delete /none',
        'children /none',
        'create /none/child',
      ]);
    });

    test('a znode is created once', async ({ client }) => {
      await client.create('/a', 'one');
      const failure = await failureOf(client.create('/a', 'two'));
      expect(failure).toBeInstanceOf(NodeExistsError);
      expect(failure).toMatchObject({ path: '/a', operation: 'create', outcome: 'rejected' });
      expect(textOf((await client.get('/a')).data)).toBe('one');
    });

    test('a znode with children is not deleted', async ({ client }) => {
      await client.create('/a');
      await client.create('/a/b');
      await expect(client.delete('/a')).rejects.toBeInstanceOf(NotEmptyError);
      await client.delete('/a/b');
      await client.delete('/a');
    });

    test('children are names, and the stat is that of their parent', async ({ client }) => {
      await client.create('/a');
      await Promise.all(['x', 'y', 'z'].map((name) => client.create(`/a/${name}`)));
      await client.delete('/a/y');
      const { names, stat } = await client.children('/a');
      expect([...names].sort()).toEqual(['x', 'z']);
      expect(stat).toMatchObject({ numChildren: 2, cversion: 4, version: 0, pzxid: client.lastZxid });
      await expect(client.exists('/a')).resolves.toEqual(stat);
    });

    test('sequential znodes are numbered in the order of the calls', async ({ client }) => {
      const created = await Promise.all(
        [1, 2, 3].map(() => client.create('/n-', null, { sequential: true, protect: false })),
      );
      const paths = created.map(({ path }) => path);
      expect(paths).toHaveLength(3);
      expect(paths.every((path) => /n-\d{10}$/.test(path))).toBe(true);
      expect([...paths].sort()).toEqual(paths);
      expect([...(await client.children('/')).names].sort()).toEqual(paths.map((path) => path.slice(1)));
    });

    test('an ephemeral znode has its session as owner, no children, and goes with it', async ({ client, tree }) => {
      const owner = await tree.connect();
      const { stat } = await owner.create('/e', 'x', { kind: 'ephemeral' });
      expect(stat.ephemeralOwner).not.toBe(0n);
      await expect(owner.create('/e/child')).rejects.toBeInstanceOf(NoChildrenForEphemeralsError);
      await expect(client.exists('/e')).resolves.toEqual(stat);
      await owner.close();
      await expect(client.exists('/e')).resolves.toBeUndefined();
    });

    test('the root of a client is a znode like others', async ({ client, tree }) => {
      await client.set('/', 'root');
      await using plain = await tree.connect({ chroot: '/' });
      expect(textOf((await plain.get(tree.path)).data)).toBe('root');
      await expect(plain.children(tree.path)).resolves.toEqual(await client.children('/'));
    });
  });
}
