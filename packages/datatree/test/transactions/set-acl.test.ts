import { ErrorCode, openAclUnsafe, readAclUnsafe, type Acl } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { TestClient } from '../support/client.ts';
import { bytes, Workbench } from '../support/workbench.ts';

const alice = new TestClient(0x2_0000n, [{ scheme: 'digest', id: 'alice:x' }]);
const forAlice: readonly Acl[] = [{ permissions: 31, id: { scheme: 'digest', id: 'alice:x' } }];

test('only the version of the ACL changes in the stat', () => {
  const bench = new Workbench();
  bench.create('/a');
  const before = bench.stat('/a');
  const { response, proposal } = bench.write('setACL', { path: '/a', acl: readAclUnsafe, version: 0 });
  expect(response).toEqual({ stat: { ...before, aversion: 1 } });
  expect(proposal.txn).toEqual({ path: '/a', acl: readAclUnsafe, version: 1 });
  expect(bench.tree.nodes.get('/a')?.acl).toEqual(readAclUnsafe);
  expect(bench.mismatches).toEqual([]);
});

test('the new list judges what is prepared from now on, though it is not applied yet', () => {
  const bench = new Workbench();
  bench.create('/a');
  const proposals = [
    bench.propose('setACL', { path: '/a', acl: forAlice, version: -1 }, alice),
    bench.propose('setData', { path: '/a', data: bytes('mine'), version: -1 }),
    bench.propose('setData', { path: '/a', data: bytes('hers'), version: -1 }, alice),
  ];
  expect(proposals.map((proposal) => bench.apply(proposal).error)).toEqual([0, ErrorCode.NoAuth, 0]);
});

describe('a setACL is refused, in this order,', () => {
  const bench = new Workbench();
  bench.create('/locked', { acl: readAclUnsafe });
  bench.create('/a');

  test.for([
    ['a path that is none', '/a/', null, 7, ErrorCode.BadArguments],
    ['a list that is null', '/no', null, 7, ErrorCode.InvalidACL],
    ['a missing znode', '/no', openAclUnsafe, 7, ErrorCode.NoNode],
    ['no permission to administer', '/locked', openAclUnsafe, 7, ErrorCode.NoAuth],
    ['a wrong version', '/a', openAclUnsafe, 7, ErrorCode.BadVersion],
  ] as const)('for %s', ([, path, acl, version, error]) => {
    expect(bench.write('setACL', { path, acl, version }).error).toBe(error);
  });
});

test('the version that is compared is that of the ACL', () => {
  const bench = new Workbench();
  bench.create('/a');
  bench.write('setData', { path: '/a', data: null, version: -1 });
  expect(bench.write('setACL', { path: '/a', acl: openAclUnsafe, version: 1 }).error).toBe(ErrorCode.BadVersion);
  expect(bench.write('setACL', { path: '/a', acl: openAclUnsafe, version: 0 }).error).toBe(0);
});

test('the list before it is given up', () => {
  const bench = new Workbench();
  bench.create('/a', { acl: forAlice });
  expect(bench.tree.acls.size).toBe(2);
  bench.write('setACL', { path: '/a', acl: readAclUnsafe, version: -1 }, alice);
  expect(bench.tree.acls.size).toBe(1);
});
