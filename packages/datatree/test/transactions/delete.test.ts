import { ErrorCode, readAclUnsafe } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { bytes, Workbench } from '../support/workbench.ts';

test('the parent remembers when, and counts in its version for clients but not in what is stored', () => {
  const bench = new Workbench();
  bench.create('/a');
  bench.create('/a/b');
  expect(bench.write('delete', { path: '/a/b', version: 0 })).toMatchObject({ error: 0, response: undefined });
  expect(bench.stat('/a')).toMatchObject({ pzxid: 3n, cversion: 2, numChildren: 0, version: 0, mzxid: 1n });
  expect(bench.tree.nodes.get('/a')?.cversion).toBe(1);
  expect(bench.tree.nodes.get('/a/b')).toBeUndefined();
});

test('what a tree consists of becomes less in every respect', () => {
  const bench = new Workbench();
  const { digest, nodeCount, dataSize } = bench.tree;
  bench.create('/a', { data: bytes('some'), flags: 1 });
  bench.write('delete', { path: '/a', version: -1 });
  expect(bench.tree).toMatchObject({ nodeCount, dataSize, ephemeralCount: 0 });
  expect(bench.tree.digest).not.toBe(digest);
  expect([...bench.tree.ephemeralOwners()]).toEqual([]);
});

describe('a delete is refused, in this order,', () => {
  const bench = new Workbench();
  bench.create('/locked', { acl: readAclUnsafe });
  bench.create('/full');
  bench.create('/full/child');
  bench.create('/a');

  test.for([
    ['a path without a slash', 'nowhere', -1, ErrorCode.BadArguments],
    ['an empty path', '', -1, ErrorCode.BadArguments],
    ['NUL in the path', '/no/\0', -1, ErrorCode.BadArguments],
    ['the root', '/', 7, ErrorCode.BadArguments],
    ['/zookeeper', '/zookeeper', 7, ErrorCode.BadArguments],
    ['/zookeeper/quota', '/zookeeper/quota', 7, ErrorCode.BadArguments],
    ['/zookeeper/config', '/zookeeper/config', 7, ErrorCode.BadArguments],
    ['a missing parent', '/no/x', 7, ErrorCode.NoNode],
    ['no permission at the parent', '/locked/x', 7, ErrorCode.NoAuth],
    ['a missing znode', '/a/x', 7, ErrorCode.NoNode],
    ['a path that is none', '/a/', 7, ErrorCode.NoNode],
    ['a wrong version', '/full', 7, ErrorCode.BadVersion],
    ['a negative version that is not -1', '/full', -2, ErrorCode.BadVersion],
    ['children', '/full', 0, ErrorCode.NotEmpty],
  ] as const)('for %s', ([, path, version, error]) => {
    expect(bench.write('delete', { path, version }).error).toBe(error);
  });
});

test('a znode that is outstanding can be deleted, once', () => {
  const bench = new Workbench();
  const proposals = [
    bench.propose('create', {
      path: '/a',
      data: null,
      acl: [{ permissions: 31, id: { scheme: 'world', id: 'anyone' } }],
      flags: 0,
    }),
    bench.propose('delete', { path: '/a', version: 0 }),
    bench.propose('delete', { path: '/a', version: 0 }),
  ];
  expect(proposals.map((proposal) => bench.apply(proposal).error)).toEqual([0, 0, ErrorCode.NoNode]);
  expect(bench.preparer.outstandingCount).toBe(0);
});
