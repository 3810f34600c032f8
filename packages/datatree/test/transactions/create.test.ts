import { openAclUnsafe, readAclUnsafe, ErrorCode, type Acl } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/index.ts';
import { TestClient } from '../support/client.ts';
import { bytes, createOf, Workbench } from '../support/workbench.ts';

const alice = new TestClient(0x2_0000n, [{ scheme: 'digest', id: 'alice:x' }]);
const forAlice: readonly Acl[] = [{ permissions: 31, id: { scheme: 'digest', id: 'alice:x' } }];

test('a new znode has the stat of its creation, and its parent counts it', () => {
  const bench = new Workbench();
  bench.time = 5000n;
  const { response, proposal } = bench.write('create2', createOf('/a', { data: bytes('four') }));
  const stat = {
    czxid: 1n,
    mzxid: 1n,
    pzxid: 1n,
    ctime: 5000n,
    mtime: 5000n,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: 0n,
    dataLength: 4,
    numChildren: 0,
  };
  expect(response).toEqual({ path: '/a', stat });
  expect(proposal.header).toEqual({ sessionId: bench.client.sessionId, cxid: 1, zxid: 1n, time: 5000n, type: 15 });
  expect(bench.stat('/')).toMatchObject({ cversion: 0, numChildren: 2, pzxid: 1n, mzxid: 0n });
});

test('create answers with the path alone', () => {
  expect(new Workbench().write('create', createOf('/a')).response).toEqual({ path: '/a' });
});

test('null data stays null, and empty data empty', () => {
  const bench = new Workbench();
  bench.create('/null', { data: null });
  bench.create('/empty');
  expect(bench.text('/null')).toBeNull();
  expect(bench.text('/empty')).toBe('');
  expect(bench.stat('/null').dataLength).toBe(0);
});

test('an ephemeral znode belongs to the session', () => {
  const bench = new Workbench();
  bench.create('/e', { flags: 1 });
  expect(bench.stat('/e').ephemeralOwner).toBe(bench.client.sessionId);
  expect([...bench.tree.ephemeralsOf(bench.client.sessionId)]).toEqual(['/e']);
  expect(bench.tree.ephemeralCount).toBe(1);
});

test('what is stored is not the buffer of the request', () => {
  const bench = new Workbench();
  const data = bytes('before');
  const long = new Uint8Array(5000).fill(1);
  const short = bench.propose('create', createOf('/short', { data }));
  const other = bench.propose('create', createOf('/long', { data: long }));
  data.fill(0);
  long.fill(0);
  bench.apply(short);
  bench.apply(other);
  expect(bench.text('/short')).toBe('before');
  expect(bench.tree.nodes.dataOf(bench.tree.nodes.get('/long')!)).toEqual(new Uint8Array(5000).fill(1));
});

test('flag 4 outside of createContainer makes an ordinary znode', () => {
  const bench = new Workbench();
  expect(bench.create('/plain', { flags: 4 })).toBe(0);
  expect(bench.tree.nodes.get('/plain')?.ephemeralOwner).toBe(0n);
  expect(bench.mismatches).toEqual([]);
});

describe('sequential names', () => {
  test('count all creates below the parent, and no deletes', () => {
    const bench = new Workbench();
    bench.create('/s');
    const next = (): string | undefined => bench.write('create', createOf('/s/n-', { flags: 2 })).response?.path;
    expect(next()).toBe('/s/n-0000000000');
    bench.create('/s/other');
    expect(next()).toBe('/s/n-0000000002');
    bench.write('delete', { path: '/s/n-0000000002', version: -1 });
    expect(next()).toBe('/s/n-0000000003');
  });

  test('begin with 0 below the root', () => {
    const { response } = new Workbench().write('create', createOf('/', { flags: 3 }));
    expect(response).toEqual({ path: '/0000000000' });
  });

  test('are checked as a whole: the path alone may end with a slash or a dot', () => {
    const bench = new Workbench();
    bench.create('/a');
    expect(bench.write('create', createOf('/a/', { flags: 2 })).response?.path).toBe('/a/0000000000');
    expect(bench.write('create', createOf('/a/..', { flags: 2 })).response?.path).toBe('/a/..0000000001');
  });

  test('see the creates that are outstanding', () => {
    const bench = new Workbench();
    const proposals = [1, 2, 3].map(() => bench.propose('create', createOf('/n-', { flags: 2 })));
    const paths = proposals.map((proposal) => bench.apply<'create'>(proposal).response?.path);
    expect(paths).toEqual(['/n-0000000000', '/n-0000000001', '/n-0000000002']);
  });

  test('stay at the highest number there is, where the next create finds the name taken', () => {
    const bench = new Workbench();
    bench.create('/s');
    bench.tree.nodes.get('/s')!.cversion = 0x7fff_ffff;
    bench.tree.nodes.changed(bench.tree.nodes.get('/s')!);
    const last = bench.propose('create', createOf('/s/n-', { flags: 2 }));
    const outstanding = bench.propose('create', createOf('/s/n-', { flags: 2 }));
    expect(bench.apply<'create'>(last).response).toEqual({ path: '/s/n-2147483647' });
    expect(bench.apply(outstanding).error).toBe(ErrorCode.NodeExists);
    expect(bench.write('create', createOf('/s/n-', { flags: 2 })).error).toBe(ErrorCode.NodeExists);
    expect(bench.create('/s/by-name')).toBe(0);
    expect(bench.tree.nodes.get('/s')).toMatchObject({ cversion: 0x7fff_ffff, childCount: 2 });
    expect(bench.mismatches).toEqual([]);
  });
});

describe('a create is refused, in this order,', () => {
  const bench = new Workbench({ extendedTypesEnabled: false, enforceQuota: true });
  bench.create('/full');
  bench.create('/zookeeper/quota/full');
  bench.create('/zookeeper/quota/full/zookeeper_limits', {
    data: bytes('count=1,bytes=-1=;byteHardLimit=-1;countHardLimit=1'),
  });
  bench.create('/zookeeper/quota/full/zookeeper_stats');
  bench.create('/readonly', { acl: readAclUnsafe });
  bench.create('/a');
  bench.create('/a/e', { flags: 1 });
  bench.tree.nodes.add(bench.tree.nodes.get('/a/e')!, '/a/e/x', null, bench.tree.acls.open, {
    zxid: 0n,
    time: 0n,
    ephemeralOwner: 0n,
  });

  // Each row is wrong in what it is about and in what comes after it.
  test.for([
    ['flags that are none', 'nowhere', { flags: 7, acl: null }, ErrorCode.BadArguments],
    ['negative flags', 'nowhere', { flags: -1, acl: null }, ErrorCode.BadArguments],
    ['a TTL where it is switched off', 'nowhere', { flags: 5, acl: null }, ErrorCode.Unimplemented],
    ['a path without a slash', 'nowhere', { acl: null }, ErrorCode.BadArguments],
    ['an empty path', '', { acl: null }, ErrorCode.BadArguments],
    ['NUL in the path', '/no/\0', { acl: null }, ErrorCode.BadArguments],
    ['an ACL that is null', '/no/x', { acl: null }, ErrorCode.InvalidACL],
    ['an empty ACL', '/no/x', { acl: [] }, ErrorCode.InvalidACL],
    [
      'an id that is null',
      '/no/x',
      { acl: [{ permissions: 1, id: { scheme: 'digest', id: null } }] },
      ErrorCode.MarshallingError,
    ],
    ['a missing parent', '/no//x', {}, ErrorCode.NoNode],
    ['a parent that is no path', 'no/x', {}, ErrorCode.NoNode],
    ['no permission to create', '/readonly/.', {}, ErrorCode.NoAuth],
    ['a path that is none', '/a/', {}, ErrorCode.BadArguments],
    ['a relative name', '/a/.', {}, ErrorCode.BadArguments],
    ['a control character', '/a/\n', {}, ErrorCode.BadArguments],
    ['a character above U+FFFF', '/a/\u{1f600}', {}, ErrorCode.BadArguments],
    ['an existing znode', '/a/e/x', {}, ErrorCode.NodeExists],
    ['the root', '/', {}, ErrorCode.NodeExists],
    ['an ephemeral parent', '/a/e/y', {}, ErrorCode.NoChildrenForEphemerals],
    ['a full quota', '/full/x', {}, ErrorCode.QuotaExceeded],
  ] as const)('for %s', ([, path, changes, error]) => {
    expect(bench.create(path, changes)).toBe(error);
  });
});

test('a refused create takes a zxid, is logged, has no digest and changes nothing', () => {
  const bench = new Workbench();
  const before = bench.tree.digest;
  const { proposal } = bench.write('create', createOf('/no/x'));
  expect(proposal.header).toMatchObject({ zxid: 1n, type: -1 });
  expect(proposal).toMatchObject({ txn: { error: ErrorCode.NoNode }, digest: undefined, opCode: 1 });
  expect(bench.tree.digest).toBe(before);
  expect(bench.tree.lastProcessedZxid).toBe(1n);
  expect(bench.preparer.outstandingCount).toBe(0);
});

test('CREATE is asked of the parent, and the list is stored as it is normalized', () => {
  const bench = new Workbench();
  bench.write('create', createOf('/own', { acl: [{ permissions: 31, id: { scheme: 'auth', id: '' } }] }), alice);
  expect(bench.tree.nodes.get('/own')?.acl).toEqual(forAlice);
  expect(bench.create('/own/x')).toBe(ErrorCode.NoAuth);
  expect(bench.create('/own/x', {}, alice)).toBe(0);
});

test('equal lists are stored once, and forgotten with the last znode', () => {
  const bench = new Workbench();
  const { acls } = bench.tree;
  expect(acls.size).toBe(1);
  bench.create('/a', { acl: [...openAclUnsafe] });
  bench.create('/b', { acl: [...openAclUnsafe] });
  expect(bench.tree.nodes.get('/a')?.aclEntry).toBe(bench.tree.nodes.get('/b')?.aclEntry);
  expect([...acls.entries()].map(({ id }) => id)).toEqual([1, 2]);
  bench.write('delete', { path: '/a', version: -1 });
  bench.write('delete', { path: '/b', version: -1 });
  expect(acls.size).toBe(1);
});

test('a session cannot own more ephemeral znodes than the transaction of its end can list', () => {
  const bench = new Workbench({ ephemeralPathsMaxBytes: 20 });
  const outstanding = bench.propose('create', createOf('/1', { flags: 1 }));
  expect(bench.create('/2', { flags: 1 })).toBe(0);
  bench.apply(outstanding);
  expect(bench.create('/333', { flags: 1 })).toBe(0);
  expect(bench.create('/4', { flags: 1 })).toBe(ErrorCode.QuotaExceeded);
  expect(bench.create('/4')).toBe(0);
  expect(bench.create('/5', { flags: 1 }, alice)).toBe(0);
  bench.write('delete', { path: '/1', version: -1 });
  expect(bench.create('/6', { flags: 1 })).toBe(0);
});

test('an ephemeral znode that is outstanding counts until it is applied, and then once', () => {
  const bench = new Workbench({ ephemeralPathsMaxBytes: 24 });
  const create = (path: string): Proposal => bench.propose('create', createOf(path, { flags: 1 }));
  const outstanding = [create('/1'), create('/2')];
  bench.apply(outstanding.shift()!);
  outstanding.push(create('/3'), create('/4'), create('/5'));
  expect(outstanding.map((proposal) => bench.apply(proposal).error)).toEqual([0, 0, 0, ErrorCode.QuotaExceeded]);
});
