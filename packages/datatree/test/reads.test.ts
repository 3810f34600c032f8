import { ErrorCode, OpCode, readAclUnsafe, type Acl, type MultiReadRequest } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { readOf, type DataTreeOptions } from '../src/index.ts';
import { TestClient } from './support/client.ts';
import { bytes, Workbench } from './support/workbench.ts';

const alice = new TestClient(0x2_0000n, [{ scheme: 'digest', id: 'alice:x' }]);
const forAlice: readonly Acl[] = [{ permissions: 31, id: { scheme: 'digest', id: 'alice:x' } }];

function permitted(permissions: number): readonly Acl[] {
  return [{ permissions, id: { scheme: 'world', id: 'anyone' } }];
}

function workbench(options: Partial<DataTreeOptions> = {}): Workbench {
  const bench = new Workbench(options);
  bench.create('/a', { data: bytes('data') });
  bench.create('/a/b');
  bench.create('/a/c');
  bench.create('/hidden', { acl: permitted(2) });
  bench.create('/hers', { acl: forAlice }, alice);
  return bench;
}

test('an op code that reads nothing is a defect of the caller', () => {
  expect(() => readOf(OpCode.create)).toThrow(RangeError);
});

describe.each(['exists', 'getData', 'getChildren', 'getChildren2'] as const)('%s', (name) => {
  test.for([
    ['/missing', ErrorCode.NoNode],
    ['zz', ErrorCode.NoNode],
    ['/a/', ErrorCode.NoNode],
    ['/hidden', ErrorCode.NoAuth],
    ['/hers', ErrorCode.NoAuth],
    ['/a', 0],
  ] as const)('of %s results in %i', ([path, error]) => {
    expect(workbench().read(name, { path, watch: true }).error).toBe(error);
  });

  test('of the empty path is of the root', () => {
    const bench = workbench();
    expect(bench.read(name, { path: '', watch: false })).toEqual(bench.read(name, { path: '/', watch: false }));
  });
});

test('exists refuses NUL in the path', () => {
  expect(workbench().read('exists', { path: '/a\0', watch: false }).error).toBe(ErrorCode.BadArguments);
});

test('data, stat and children are told as they are', () => {
  const bench = workbench();
  const stat = bench.stat('/a');
  expect(bench.read('exists', { path: '/a', watch: false }).response).toEqual({ stat });
  expect(bench.read('getData', { path: '/a', watch: false }).response).toEqual({ data: bytes('data'), stat });
  expect(bench.read('getChildren', { path: '/a', watch: false }).response).toEqual({ children: ['c', 'b'] });
  expect(bench.read('getChildren2', { path: '/a', watch: false }).response).toEqual({ children: ['c', 'b'], stat });
  expect(bench.read('getChildren', { path: '/', watch: false }).response?.children).toEqual([
    'hers',
    'hidden',
    'a',
    'zookeeper',
  ]);
});

test('the stats of an empty tree are those of Apache', () => {
  const bench = new Workbench();
  expect(bench.stat('/')).toMatchObject({ cversion: -1, numChildren: 1, czxid: 0n, pzxid: 0n, ctime: 0n });
  expect(bench.stat('/zookeeper')).toMatchObject({ cversion: -2, numChildren: 2 });
  expect(bench.stat('/zookeeper/config')).toMatchObject({ aversion: -1, version: 0, dataLength: 0 });
  expect(bench.tree.nodes.get('/zookeeper/config')?.acl).toEqual(readAclUnsafe);
});

test('the version of the children is a 32-bit number for clients too', () => {
  const bench = new Workbench();
  bench.create('/a');
  bench.tree.nodes.get('/a')!.cversion = 0x7fff_ffff;
  expect(bench.stat('/a').cversion).toBe(-2);
});

describe('getACL', () => {
  test('shows digests to administrators only', () => {
    const bench = new Workbench();
    const bob = { permissions: 31, id: { scheme: 'digest', id: 'bob:secret' } };
    const acl = [...forAlice, bob, ...permitted(1), { permissions: 1, id: { scheme: 'digest', id: null } }];
    const init = { zxid: 1n, time: 1n, ephemeralOwner: 0n };
    bench.tree.nodes.add(bench.tree.nodes.root, '/a', null, bench.tree.acls.acquire(acl), init);
    const masked = acl.with(1, { permissions: 31, id: { scheme: 'digest', id: 'bob:x' } });
    expect(bench.read('getACL', { path: '/a' }).response?.acl).toEqual(masked);
    expect(bench.read('getACL', { path: '/a' }, alice).response).toEqual({ acl, stat: bench.stat('/a') });
  });

  test.for([
    [1, 0],
    [16, 0],
    [2, ErrorCode.NoAuth],
    [0, ErrorCode.NoAuth],
  ] as const)('with permissions %i results in %i', ([permissions, error]) => {
    const bench = new Workbench();
    bench.create('/a', { acl: permitted(permissions) });
    expect(bench.read('getACL', { path: '/a' }).error).toBe(error);
  });

  test('of a missing znode fails', () => {
    expect(workbench().read('getACL', { path: '/no' }).error).toBe(ErrorCode.NoNode);
  });
});

describe('getAllChildrenNumber', () => {
  test.for([
    ['/', 8],
    ['', 8],
    ['/a', 2],
    ['/a/b', 0],
    ['/zookeeper', 2],
  ] as const)('of %s is %i', ([path, totalNumber]) => {
    expect(workbench().read('getAllChildrenNumber', { path }).response).toEqual({ totalNumber });
  });

  test.for([
    ['/no', ErrorCode.NoNode],
    ['/hidden', ErrorCode.NoAuth],
  ] as const)('of %s fails', ([path, error]) => {
    expect(workbench().read('getAllChildrenNumber', { path }).error).toBe(error);
  });
});

test.for([
  [null, ['/a/e', '/a/f', '/b']],
  ['', ['/a/e', '/a/f', '/b']],
  [' ', ['/a/e', '/a/f', '/b']],
  ['/', ['/a/e', '/a/f', '/b']],
  ['/a', ['/a/e', '/a/f']],
  ['/a/e', ['/a/e']],
  ['/a/ee', []],
  ['a', []],
] as const)('getEphemerals with prefix %j', ([prefixPath, ephemerals]) => {
  const bench = new Workbench();
  bench.create('/a');
  for (const path of ['/a/e', '/a/f', '/b']) bench.create(path, { flags: 1 });
  bench.create('/hers', { flags: 1 }, alice);
  expect(bench.read('getEphemerals', { prefixPath }).response).toEqual({ ephemerals });
});

test('the parts of a multiRead fail for themselves and set no watches', () => {
  const bench = workbench();
  const operations: MultiReadRequest['operations'] = [
    { opCode: OpCode.getData, request: { path: '/a', watch: true } },
    { opCode: OpCode.getData, request: { path: '/no', watch: true } },
    { opCode: OpCode.getChildren, request: { path: '/a', watch: true } },
    { opCode: OpCode.getChildren, request: { path: '/hidden', watch: true } },
  ];
  expect(bench.read('multiRead', { operations }).response).toEqual({
    results: [
      { type: 4, response: { data: bytes('data'), stat: bench.stat('/a') } },
      { type: -1, error: ErrorCode.NoNode },
      { type: 8, response: { children: ['c', 'b'] } },
      { type: -1, error: ErrorCode.NoAuth },
    ],
  });
  expect(bench.tree.watches.dataWatchCount + bench.tree.watches.childWatchCount).toBe(0);
});

describe('a reply longer than its limit', () => {
  /** The names of the children of `/a` are 2 × (4 + 1) bytes and their count 4. */
  const NAMES_BYTES = 14;
  const STAT_BYTES = 68;
  const HEADER_BYTES = 9;

  function limited(responseMaxBytes: number): Workbench {
    const bench = workbench({ responseMaxBytes });
    expect(bench.stat('/a').numChildren).toBe(2);
    return bench;
  }

  test.for([
    ['getChildren', NAMES_BYTES],
    ['getChildren2', NAMES_BYTES + STAT_BYTES],
  ] as const)('is refused by %s, and nothing is watched', ([name, size]) => {
    const request = { path: '/a', watch: true };
    expect(limited(size).read(name, request).error).toBe(0);
    const bench = limited(size - 1);
    expect(bench.read(name, request)).toEqual({ error: ErrorCode.MarshallingError, response: undefined });
    expect(bench.tree.watches.childWatchCount).toBe(0);
  });

  test.for([
    [OpCode.getChildren, HEADER_BYTES + NAMES_BYTES],
    [OpCode.getData, HEADER_BYTES + 4 + 'data'.length + STAT_BYTES],
  ] as const)('is refused by a multiRead as a whole: parts of type %i', ([opCode, size]) => {
    const operations = Array.from({ length: 10 }, () => ({ opCode, request: { path: '/a', watch: false } }));
    expect(limited(10 * size).read('multiRead', { operations }).response?.results).toHaveLength(10);
    expect(limited(10 * size - 1).read('multiRead', { operations }).error).toBe(ErrorCode.MarshallingError);
  });

  test('is not gathered first: a small request can ask for a large list 60,000 times', () => {
    const bench = new Workbench();
    for (let index = 0; index < 10_000; index++) bench.create(`/child-${index}`);
    const part = { opCode: OpCode.getChildren, request: { path: '/', watch: false } };
    const operations = Array<typeof part>(60_000).fill(part);
    expect(bench.read('multiRead', { operations }).error).toBe(ErrorCode.MarshallingError);
  });
});

test('a multiRead does not hide defects', () => {
  const bench = new Workbench({ accessControl: { allows: () => raise(), normalize: (acl) => [...acl!] } });
  const operations: MultiReadRequest['operations'] = [{ opCode: OpCode.getData, request: { path: '/', watch: false } }];
  expect(() => bench.read('multiRead', { operations })).toThrow('defect');
});

test('whoAmI tells identities without secrets', () => {
  const client = new TestClient(1n, [
    { scheme: 'ip', id: '127.0.0.1' },
    { scheme: 'digest', id: 'alice:secret' },
    { scheme: 'digest', id: 'nobody' },
    { scheme: 'super', id: null },
  ]);
  expect(new Workbench().read('whoAmI', undefined, client).response).toEqual({
    clientInfo: [
      { authScheme: 'ip', user: '127.0.0.1' },
      { authScheme: 'digest', user: 'alice' },
      { authScheme: 'digest', user: 'nobody' },
      { authScheme: 'super', user: '' },
    ],
  });
});

test.for(['/no such', null])('sync answers with its path: %j', (path) => {
  expect(new Workbench().read('sync', { path }).response).toEqual({ path });
});

test('ping answers with nothing', () => {
  expect(new Workbench().read('ping', undefined)).toEqual({ error: 0, response: undefined });
});

test('stored data is never a part of what a reader could hold on to', () => {
  const bench = workbench();
  bench.read('getData', { path: '/a', watch: false }).response!.data!.fill(0);
  expect(bench.text('/a')).toBe('data');
});

test('a tree 10,000 levels deep is counted, watched, added to and deleted from', () => {
  const bench = new Workbench({ digestEnabled: false });
  const { nodes, acls } = bench.tree;
  let parent = nodes.root;
  for (let depth = 1; depth <= 10_000; depth++) {
    parent = nodes.add(parent, '/a'.repeat(depth), null, acls.open, { zxid: 0n, time: 0n, ephemeralOwner: 0n });
  }
  const path = `${parent.path}/last`;
  bench.read('addWatch', { path: '/a', mode: 1 });
  bench.read('addWatch', { path, mode: 1 });
  expect(bench.create(path)).toBe(0);
  expect(bench.read('getAllChildrenNumber', { path: '/a' }).response).toEqual({ totalNumber: 10_000 });
  expect(bench.read('getChildren', { path: parent.path, watch: false }).response).toEqual({ children: ['last'] });
  expect(bench.write('delete', { path, version: 0 }).error).toBe(0);
  expect(bench.client.takeEvents()).toHaveLength(2);
});

function raise(): never {
  throw new Error('defect');
}
