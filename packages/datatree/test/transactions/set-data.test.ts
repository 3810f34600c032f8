import { ErrorCode, readAclUnsafe } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { bytes, Workbench } from '../support/workbench.ts';

test('the stat says when and how often, the parent notices nothing', () => {
  const bench = new Workbench();
  bench.create('/a', { data: bytes('old') });
  const parent = bench.stat('/');
  bench.time = 9000n;
  const { response, proposal } = bench.write('setData', { path: '/a', data: bytes('newer'), version: 0 });
  expect(response?.stat).toMatchObject({
    version: 1,
    mzxid: 2n,
    mtime: 9000n,
    czxid: 1n,
    ctime: 1000n,
    pzxid: 1n,
    dataLength: 5,
  });
  expect(proposal.txn).toMatchObject({ path: '/a', version: 1 });
  expect(bench.text('/a')).toBe('newer');
  expect(bench.stat('/')).toEqual(parent);
});

test('the root has data too', () => {
  const bench = new Workbench();
  expect(bench.write('setData', { path: '/', data: bytes('root'), version: 0 }).error).toBe(0);
  expect(bench.text('')).toBe('root');
});

test('data can become null', () => {
  const bench = new Workbench();
  bench.create('/a', { data: bytes('old') });
  bench.write('setData', { path: '/a', data: null, version: -1 });
  expect(bench.text('/a')).toBeNull();
  expect(bench.tree.dataSize).toBe(44 + '/a'.length);
});

test('data of any length is kept', () => {
  const bench = new Workbench();
  bench.create('/a');
  for (const length of [0, 1, 1024, 1025, 1_000_000]) {
    const data = Uint8Array.from({ length }, (_, index) => index % 256);
    bench.write('setData', { path: '/a', data, version: -1 });
    expect(Buffer.from(bench.tree.nodes.dataOf(bench.tree.nodes.get('/a')!)!).equals(data)).toBe(true);
  }
  expect(bench.mismatches).toEqual([]);
});

describe('a setData is refused, in this order,', () => {
  const bench = new Workbench({ enforceQuota: true });
  bench.create('/locked', { acl: readAclUnsafe });
  bench.create('/full');
  bench.create('/zookeeper/quota/full');
  bench.create('/zookeeper/quota/full/zookeeper_limits', {
    data: bytes('count=-1,bytes=-1=;byteHardLimit=3;countHardLimit=-1'),
  });
  bench.create('/zookeeper/quota/full/zookeeper_stats');

  test.for([
    ['an empty path', '', 7, ErrorCode.BadArguments],
    ['a path that is none', '/locked/', 7, ErrorCode.BadArguments],
    ['a missing znode', '/no', 7, ErrorCode.NoNode],
    ['no permission to write', '/locked', 7, ErrorCode.NoAuth],
    ['a full quota', '/full', 7, ErrorCode.QuotaExceeded],
    ['a wrong version', '/zookeeper', 7, ErrorCode.BadVersion],
    ['a negative version that is not -1', '/zookeeper', -2, ErrorCode.BadVersion],
  ] as const)('for %s', ([, path, version, error]) => {
    expect(bench.write('setData', { path, data: bytes('more'), version }).error).toBe(error);
  });
});

test('the version after the highest is the lowest, and -1 is left out', () => {
  const bench = new Workbench();
  bench.create('/a');
  const node = bench.tree.nodes.get('/a')!;
  const setAt = (version: number): number | undefined => {
    node.version = version;
    bench.tree.nodes.changed(node);
    return bench.write('setData', { path: '/a', data: null, version }).response?.stat.version;
  };
  expect(setAt(0x7fff_ffff)).toBe(-0x8000_0000);
  expect(setAt(-2)).toBe(0);
  expect(bench.mismatches).toEqual([]);
});
