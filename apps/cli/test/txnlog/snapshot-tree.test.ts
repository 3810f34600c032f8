import type { StatPersisted } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { depthFirst } from '../../src/txnlog/depth-first.ts';
import { SnapshotTree } from '../../src/txnlog/snapshot-tree.ts';

const stat: StatPersisted = {
  czxid: 1n,
  mzxid: 1n,
  ctime: 0n,
  mtime: 0n,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: 0n,
  pzxid: 1n,
};

function treeOf(...paths: readonly string[]): SnapshotTree {
  const tree = new SnapshotTree();
  for (const path of paths) tree.addNode(path, Buffer.from('data'), -1n, stat);
  return tree;
}

test('each znode knows what lies below it', () => {
  const tree = treeOf('', '/a', '/b', '/a/c', '/a/c/d');
  const sizes = [...tree.nodes.values()].map(({ path, descendantCount, totalBytes }) => [
    path,
    descendantCount,
    totalBytes,
  ]);
  expect(sizes).toEqual([
    ['/', 4, 20],
    ['/a', 2, 12],
    ['/b', 0, 4],
    ['/a/c', 1, 8],
    ['/a/c/d', 0, 4],
  ]);
});

test('a tree of any depth is gone through', () => {
  const depth = 12_000;
  const tree = new SnapshotTree();
  for (let level = 0; level <= depth; level++) tree.addNode('/a'.repeat(level), null, -1n, stat);
  let levelMax = 0;
  for (const { level } of depthFirst(tree.root!)) levelMax = Math.max(levelMax, level);
  expect(levelMax).toBe(depth);
});

test('a znode must have a parent, and a path that no other one has', () => {
  expect(() => treeOf('', '/a/b')).toThrow(new RangeError('znode /a/b has no parent'));
  expect(() => treeOf('/a')).toThrow(new RangeError('znode /a has no parent'));
  expect(() => treeOf('', 'a')).toThrow(new RangeError('znode a has no parent'));
  expect(() => treeOf('', '/a', '/a')).toThrow(new RangeError('znode /a is there twice'));
});

test('data is kept when it is asked for, and what it was read into is free again', () => {
  const buffer = Buffer.from('data');
  const [without, withData] = [new SnapshotTree(), new SnapshotTree({ keepsData: true })];
  for (const tree of [without, withData]) tree.addNode('', buffer, -1n, stat);
  buffer.fill(0);
  expect([without.root!.data, withData.root!.data]).toEqual([undefined, Buffer.from('data')]);
});

test('a list of ACLs that the snapshot does not have is unknown', () => {
  const tree = treeOf('');
  tree.addNode('/a', null, 7n, stat);
  expect(tree.aclOf(tree.root!)).toEqual([{ permissions: 31, id: { scheme: 'world', id: 'anyone' } }]);
  expect(tree.aclOf(tree.nodes.get('/a')!)).toBeUndefined();
});
