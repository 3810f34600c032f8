import { acl } from '@zookit/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSubtrees } from '../../src/shell/diff/compare-subtrees.ts';
import { sideOf } from '../../src/shell/diff/side.ts';
import type { ExportedNode } from '../../src/shell/export-file/exported-node.ts';
import { comparePaths } from '../../src/shell/subtree/paths.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { asyncOf, collect } from './collect.ts';
import { RunningServer } from './running-server.ts';
import { zookit } from './zookit.ts';

test.for([
  ['/app', { type: 'path', path: '/app', name: '/app' }],
  ['h1:2181', { type: 'server', servers: 'h1:2181', path: '/', name: 'h1:2181/' }],
  ['h1:2181/app', { type: 'server', servers: 'h1:2181', path: '/app', name: 'h1:2181/app' }],
  [
    'h1:2181,[::1]:2182/a/b',
    { type: 'server', servers: 'h1:2181,[::1]:2182', path: '/a/b', name: 'h1:2181,[::1]:2182/a/b' },
  ],
  ['zks://h1/app', { type: 'server', servers: 'zks://h1', path: '/app', name: 'zks://h1/app' }],
  ['app.yaml', { type: 'file', name: 'app.yaml' }],
  ['file:/tmp/app.yaml', { type: 'file', name: '/tmp/app.yaml' }],
  ['../app', { type: 'file', name: '../app' }],
  ['folder/h1:2181', { type: 'file', name: 'folder/h1:2181' }],
] as const)('%s', ([word, side]) => {
  expect(sideOf(word)).toEqual(side);
});

const node = fc.record({
  path: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((names) => `/${names.join('/')}`),
  data: fc.constantFrom(null, Buffer.from(''), Buffer.from('x')),
  acl: fc.constantFrom(acl.open, acl.readOnly),
  kind: fc.constantFrom('persistent' as const, 'ephemeral' as const),
  ttlMs: fc.constant(undefined),
});
const nodes: fc.Arbitrary<ExportedNode[]> = fc
  .uniqueArray(node, { selector: ({ path }) => path, maxLength: 15 })
  .map((unsorted) => unsorted.sort((left, right) => comparePaths(left.path, right.path)));

test('two subtrees differ where a comparison of maps says so', async () => {
  await fc.assert(
    fc.asyncProperty(nodes, nodes, async (left, right) => {
      const differences = await collect(compareSubtrees(asyncOf(left), asyncOf(right), { ignores: new Set() }));
      const [lefts, rights] = [left, right].map((side) => new Map(side.map((one) => [one.path, one])));
      const paths = [...new Set([...lefts!.keys(), ...rights!.keys()])].sort(comparePaths);
      const expected = paths.flatMap((path) => {
        const [one, other] = [lefts!.get(path), rights!.get(path)];
        if (one === undefined) return [`right-only ${path}`];
        if (other === undefined) return [`left-only ${path}`];
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        return isSame ? [] : [`different ${path}`];
      });
      expect(differences.map(({ type, path }) => `${type} ${path}`)).toEqual(expected);
    }),
  );
});

async function twoTrees(): Promise<RunningServer> {
  const server = await RunningServer.start();
  const { client } = server;
  for (const top of ['/one', '/two']) {
    await client.create(top);
    await client.create(`${top}/same`, 'x');
    await client.create(`${top}/acl`, 'x', { acl: top === '/one' ? acl.open : acl.readOnly });
    await client.create(`${top}/bytes`, Buffer.from(top === '/one' ? [0] : [0, 255]));
    await client.create(`${top}/text`, `a\n${top === '/one' ? 'b' : 'c'}\nd\n`);
  }
  await client.create('/one/old', 'x');
  await client.create('/two/new', null, { kind: 'ephemeral' });
  return server;
}

const DIFFERENCES = `ACL of /acl: in /one and /two
- world:anyone:cdrwa
+ world:anyone:r
Data of /bytes: in /one and /two
- 1 B
+ 2 B
Only in /two: /new (no data, ephemeral)
Only in /one: /old (1 B)
--- /one/text
+++ /two/text
@@ -1,3 +1,3 @@
 a
-b
+c
 d
`;

test('two subtrees of a server are compared', async () => {
  await using server = await twoTrees();
  const run = await zookit('-server', server.address, 'diff', '/one', '/two');
  expect(run).toEqual({ stdout: DIFFERENCES, stderr: '', code: 1, signal: undefined });
  const same = await zookit('-server', server.address, 'diff', '/one', '/one');
  expect(same).toEqual({ stdout: '', stderr: '', code: 0, signal: undefined });
  const less = await zookit('-server', server.address, 'diff', '--no-acls', '--no-ephemerals', '/one', '/two');
  expect(less.stdout).not.toMatch(/ACL|ephemeral/u);
});

test('subtrees of two servers are compared, and a file with either', async () => {
  await using one = await twoTrees();
  await using other = await twoTrees();
  using folder = new TemporaryFolder();
  const across = await zookit('-server', one.address, 'diff', '/one', `${other.address}/two`);
  expect(across.stdout).toBe(DIFFERENCES.replaceAll('/two', `${other.address}/two`));
  const file = `${folder.path}/one.yaml`;
  await zookit('-server', one.address, 'export', '/one', file);
  const same = await zookit('-server', other.address, 'diff', '/one', `file:${file}`);
  expect(same).toEqual({ stdout: '', stderr: '', code: 0, signal: undefined });
  const different = await zookit('-server', other.address, '--output', 'json', 'diff', `file:${file}`, '/two');
  const values = different.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(values).toEqual([
    {
      type: 'different',
      path: '/acl',
      differs: ['acl'],
      left: { path: '/acl', data: 'x' },
      right: { path: '/acl', data: 'x', acl: ['world:anyone:r'] },
    },
    {
      type: 'different',
      path: '/bytes',
      differs: ['data'],
      left: { path: '/bytes', data: '\0' },
      right: { path: '/bytes', base64: 'AP8=' },
    },
    { type: 'right-only', path: '/new', right: { path: '/new', kind: 'ephemeral', data: null } },
    { type: 'left-only', path: '/old', left: { path: '/old', data: 'x' } },
    {
      type: 'different',
      path: '/text',
      differs: ['data'],
      left: { path: '/text', data: 'a\nb\nd\n' },
      right: { path: '/text', data: 'a\nc\nd\n' },
    },
  ]);
});

test('what can not be compared ends with 2, so that it is not taken for a difference', async () => {
  await using server = await twoTrees();
  const none = await zookit('-server', server.address, 'diff', '/one', '/none');
  expect(none).toMatchObject({ code: 2, stderr: 'Node does not exist: /none\n' });
  const file = await zookit('-server', server.address, 'diff', '/one', 'none.yaml');
  expect(file).toMatchObject({ code: 2, stderr: "none.yaml can't be read: there is no such file.\n" });
});
