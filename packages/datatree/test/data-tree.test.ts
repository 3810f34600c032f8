import { expect, test } from 'vitest';
import { DataTree } from '../src/index.ts';
import { identityAccess } from './support/identity-access.ts';
import { bytes, Workbench } from './support/workbench.ts';

test('an empty tree has the digest, the count and the size of an empty tree of Apache', () => {
  const tree = new DataTree({ accessControl: identityAccess });
  expect(tree.digest).toBe(0x51c6d660n);
  expect(tree.nodeCount).toBe(5);
  expect(tree.dataSize).toBe(44);
  expect(tree.ephemeralCount).toBe(0);
  expect(tree.lastProcessedZxid).toBe(0n);
});

test('the size counts paths in characters and data in bytes', () => {
  const bench = new Workbench();
  bench.create('/ä', { data: bytes('ä') });
  expect(bench.tree.dataSize).toBe(44 + 2 + 2);
});

test('the zxid never goes back', () => {
  const bench = new Workbench();
  bench.create('/a');
  const { proposal } = bench.write('create', { path: '/b', data: null, acl: null, flags: 0 });
  expect(bench.tree.lastProcessedZxid).toBe(2n);
  bench.apply({ ...proposal, header: { ...proposal.header, zxid: 1n } });
  expect(bench.tree.lastProcessedZxid).toBe(2n);
});
