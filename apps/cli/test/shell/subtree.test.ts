import { acl, connect } from '@zookit/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePaths, isWithin, joinedPath, relativePath } from '../../src/shell/subtree/paths.ts';
import { readSubtree } from '../../src/shell/subtree/read-subtree.ts';
import { collect } from './collect.ts';
import { RunningServer } from './running-server.ts';

test('a znode stands in front of its children, and these in the order of their names', () => {
  const paths = ['/b', '/a/b', '/a-b', '/', '/a', '/a/b/c', '/a!b'];
  expect(paths.sort(comparePaths)).toEqual(['/', '/a', '/a/b', '/a/b/c', '/a!b', '/a-b', '/b']);
});

test('a relative path, joined again, is the path', () => {
  const name = fc.stringMatching(/^[a-c]{1,2}$/u);
  const path = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`);
  fc.assert(
    fc.property(path, path, (top, relative) => {
      const joined = joinedPath(top, relative);
      expect(relativePath(top, joined)).toBe(relative);
      expect(isWithin(top, joined)).toBe(true);
    }),
  );
  expect(isWithin('/a', '/ab')).toBe(false);
});

test('a subtree is read in order, with data and ACLs, as deep as is asked for', async () => {
  await using server = await RunningServer.start();
  const { client } = server;
  await client.create('/app', 'top');
  for (const name of ['b', 'a', 'c']) await client.create(`/app/${name}`, name, { acl: acl.open });
  await client.create('/app/a/deep', null);
  const nodes = await collect(readSubtree(client, '/app', { withData: true, withAcls: true }));
  const shown = nodes.map(({ path, depth, isLast, data }) => [
    path,
    depth,
    isLast,
    data && Buffer.from(data).toString(),
  ]);
  expect(shown).toEqual([
    ['/app', 0, true, 'top'],
    ['/app/a', 1, false, 'a'],
    ['/app/a/deep', 2, true, null],
    ['/app/b', 1, false, 'b'],
    ['/app/c', 1, true, 'c'],
  ]);
  expect(nodes.every((node) => acl.format(node.acl ?? []) === 'world:anyone:cdrwa')).toBe(true);
  const shallow = await collect(readSubtree(client, '/app', { depthMax: 1 }));
  expect(shallow.map(({ path }) => path)).toEqual(['/app', '/app/a', '/app/b', '/app/c']);
  const partly = await collect(readSubtree(client, '/app', { except: (path) => path === '/app/a' }));
  expect(partly.map(({ path }) => path)).toEqual(['/app', '/app/b', '/app/c']);
});

test('a wide and deep subtree is read whole', async () => {
  await using server = await RunningServer.start();
  const { client } = server;
  const paths = ['/w'];
  for (let one = 0; one < 60; one++) {
    paths.push(`/w/${one}`);
    for (let other = 0; other < 20; other++) paths.push(`/w/${one}/${other}`);
  }
  await Promise.all(paths.map((path) => client.create(path)));
  const nodes = await collect(readSubtree(client, '/w', { withData: true }));
  expect(nodes.map(({ path }) => path)).toEqual(paths.sort(comparePaths));
});

test('what may not be read is there, without what it holds', async () => {
  await using server = await RunningServer.start();
  const { client } = server;
  await client.create('/app');
  await client.create('/app/secret', 'x', { acl: [acl.digest('bob', 'pw')] });
  await using other = await connect({ connect: server.address });
  const nodes = await collect(readSubtree(other, '/app', { withData: true, withAcls: true }));
  expect(nodes.map(({ path, isDenied, data }) => [path, isDenied, data])).toEqual([
    ['/app', false, null],
    ['/app/secret', true, undefined],
  ]);
});

test('a top that is not there is an error, and what goes meanwhile is none', async () => {
  await using server = await RunningServer.start();
  const { client } = server;
  await expect(collect(readSubtree(client, '/none'))).rejects.toThrow('NoNode');
  await expect(collect(readSubtree(client, '/none', { depthMax: 0 }))).rejects.toThrow('NoNode');
  for (const path of ['/app', '/app/a', '/app/b', '/app/b/c']) await client.create(path);
  const paths: string[] = [];
  for await (const { path } of readSubtree(client, '/app', { depthMax: 2 })) {
    paths.push(path);
    if (path === '/app') for (const gone of ['/app/b/c', '/app/b']) await client.delete(gone);
  }
  expect(paths).toEqual(['/app', '/app/a']);
});

test('the signal ends it', async () => {
  await using server = await RunningServer.start();
  await expect(collect(readSubtree(server.client, '/', { signal: AbortSignal.abort() }))).rejects.toMatchObject({
    name: 'AbortError',
  });
});
