import { expect, test } from 'vitest';
import { Workbench, bytes } from './support/workbench.ts';

test('an empty tree has the digest, the count and the size of an empty tree of Apache', () => {
  const { tree } = new Workbench();
  expect(tree.digest).toBe(0x51c6d660n);
  expect(tree.nodeCount).toBe(5);
  expect(tree.dataSize).toBe(44);
});

test('smoke', () => {
  const bench = new Workbench();
  expect(bench.create('/app', { data: bytes('app root') })).toBe(0);
  expect(bench.write('setData', { path: '/app', data: bytes('x'), version: 0 }).error).toBe(0);
  expect(bench.text('/app')).toBe('x');
  expect(bench.mismatches).toEqual([]);
});
