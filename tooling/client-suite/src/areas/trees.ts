import { BadArgumentsError, BadVersionError, NoNodeError, type ZooKeeper } from '@zookit/client';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import type { Suite } from '../suite.ts';

/** `/a`, and two levels of three below it. */
async function plant(client: ZooKeeper): Promise<string[]> {
  const paths = ['/a'];
  for (const one of ['x', 'y', 'z']) {
    paths.push(`/a/${one}`);
    for (const two of ['1', '2', '3']) paths.push(`/a/${one}/${two}`);
  }
  await Promise.all(paths.map((path) => client.create(path)));
  return paths;
}

/** What concerns more than one znode. */
export function describeTrees({ test }: Suite): void {
  describe('a tree', () => {
    test('is counted by children, and by all that is below', async ({ client }) => {
      await plant(client);
      await expect(client.childCount('/a')).resolves.toBe(3);
      await expect(client.childCount('/a', { recursive: true })).resolves.toBe(12);
      await expect(client.childCount('/', { recursive: true })).resolves.toBe(13);
      const failures = await Promise.all([
        failureOf(client.childCount('/none')),
        failureOf(client.childCount('/none', { recursive: true })),
      ]);
      expect(failures.every((failure) => failure instanceof NoNodeError)).toBe(true);
      expect(failures.map((failure) => failure.operation)).toEqual(['childCount', 'childCount']);
    });

    test('is walked from the top, each parent before its children', async ({ client }) => {
      const planted = await plant(client);
      const walked: string[] = [];
      for await (const { path, stat } of client.walk('/a', { concurrency: 3 })) {
        expect(stat.numChildren).toBe([3, 3, 0][path.split('/').length - 2]);
        const parent = path.slice(0, path.lastIndexOf('/'));
        expect(walked.length === 0 || walked.includes(parent)).toBe(true);
        walked.push(path);
      }
      expect(walked.toSorted()).toEqual(planted.toSorted());
    });

    test('is walked as far as asked for, and as long as somebody wants it', async ({ client }) => {
      await plant(client);
      const top: string[] = [];
      for await (const { path } of client.walk('/', { maxDepth: 2 })) top.push(path);
      expect(top.toSorted()).toEqual(['/', '/a', '/a/x', '/a/y', '/a/z']);
      for await (const { path } of client.walk('/a')) {
        expect(path).toBe('/a');
        break;
      }
      for await (const _ of client.walk('/none')) throw new Error('there is nothing to come to');
    });

    test('is deleted with all that is below', async ({ client }) => {
      await plant(client);
      await client.create('/b');
      await expect(client.delete('/a', { recursive: true })).resolves.toBe(true);
      await expect(client.children('/')).resolves.toMatchObject({ names: ['b'] });
      await expect(client.delete('/a', { recursive: true, ifMissing: 'ignore' })).resolves.toBe(false);
      expect((await failureOf(client.delete('/a', { recursive: true }))) instanceof NoNodeError).toBe(true);
    });

    test('of another version than meant stays as it is', async ({ client }) => {
      const planted = await plant(client);
      const failure = await failureOf(client.delete('/a', { recursive: true, version: 1 }));
      expect(failure).toBeInstanceOf(BadVersionError);
      await expect(client.childCount('/', { recursive: true })).resolves.toBe(planted.length);
      await client.delete('/a', { recursive: true, version: 0 });
      await expect(client.exists('/a')).resolves.toBeUndefined();
    });

    test('that others still plant is deleted in the end', async ({ client, tree }) => {
      const other = await tree.connect();
      await plant(client);
      const deleting = client.delete('/a', { recursive: true });
      const planting = Array.from({ length: 20 }, (_, index) =>
        other.create(`/a/late-${index}`).catch(() => undefined),
      );
      await Promise.all(planting);
      await expect(deleting).resolves.toBe(true);
      await expect(client.exists('/a')).resolves.toBeUndefined();
    });

    test('of hundreds of znodes is planted, counted and deleted', async ({ client }) => {
      const names = Array.from({ length: 300 }, (_, index) => `/wide/n${index}`);
      await client.ensurePath('/wide');
      await Promise.all(names.map((path) => client.create(path)));
      await expect(client.childCount('/wide')).resolves.toBe(names.length);
      await expect(client.delete('/wide', { recursive: true })).resolves.toBe(true);
    });
  });

  describe('what servers keep', () => {
    test('is not touched by a recursive delete', async ({ tree }) => {
      const root = await tree.connect({ chroot: '/' });
      for (const path of ['/', '/zookeeper', '/zookeeper/quota']) {
        const failure = await failureOf(root.delete(path, { recursive: true }));
        expect(failure).toBeInstanceOf(BadArgumentsError);
        expect(failure.outcome).toBe('not-executed');
      }
      await expect(root.exists(tree.path)).resolves.toBeDefined();
    });
  });

  describe('ensurePath', () => {
    test('creates what is missing, and is done again without harm', async ({ client }) => {
      await client.create('/a', 'kept');
      await client.ensurePath('/a/b/c');
      await client.ensurePath('/a/b/c');
      await expect(client.exists('/a')).resolves.toMatchObject({ version: 0, dataLength: 4 });
      await expect(client.exists('/a/b/c')).resolves.toMatchObject({ version: 0 });
    });

    test('creates the chroot, too', async ({ client, tree }) => {
      const below = await tree.connect({ chroot: `${tree.path}/deep/down` });
      await below.ensurePath('/');
      await expect(client.exists('/deep/down')).resolves.toBeDefined();
      await below.ensurePath('/a');
      await expect(client.exists('/deep/down/a')).resolves.toBeDefined();
    });

    test('by many at once makes one path', async ({ client, tree }) => {
      const others = await Promise.all([tree.connect(), tree.connect(), tree.connect()]);
      await Promise.all([client, ...others].map((one) => one.ensurePath('/one/path/for/all')));
      await expect(client.exists('/one/path/for')).resolves.toMatchObject({ numChildren: 1 });
    });
  });

  describe('a namespace', () => {
    test('is a view of the same session with another root', async ({ client }) => {
      await client.ensurePath('/apps/one');
      const view = client.namespace('/apps').namespace('/one');
      const { path } = await view.create('/lock-', null, { kind: 'ephemeral', sequential: true, protect: false });
      expect(path).toBe('/lock-0000000000');
      await expect(view.children('/')).resolves.toMatchObject({ names: ['lock-0000000000'] });
      await expect(client.exists('/apps/one/lock-0000000000')).resolves.toBeDefined();
      await expect(view.ephemerals()).resolves.toEqual(['/lock-0000000000']);
      await expect(client.namespace('/app').ephemerals()).resolves.toEqual([]);
      expect(view.client).toBe(client);
      expect(await failureOf(view.get('/none'))).toMatchObject({ path: '/none' });
    });
  });
}
