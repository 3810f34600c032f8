import { expect, test } from 'vitest';
import { createOf, Workbench } from './support/workbench.ts';

function reapable(bench: Workbench, now: bigint, neverUsedMaxMs = 0n): string[] {
  return [...bench.tree.reapable(now, { neverUsedMaxMs })];
}

test('a container is a candidate when it has had a child and has none', () => {
  const bench = new Workbench();
  bench.write('createContainer', createOf('/c', { flags: 4 }));
  expect(reapable(bench, 10n ** 12n)).toEqual([]);
  bench.create('/c/child');
  expect(reapable(bench, 10n ** 12n)).toEqual([]);
  bench.write('delete', { path: '/c/child', version: -1 });
  expect(reapable(bench, 0n)).toEqual(['/c']);
});

test('a container that never had a child is one when it is old, if that is wished for', () => {
  const bench = new Workbench();
  bench.write('createContainer', createOf('/c', { flags: 4 }));
  expect(reapable(bench, bench.time + 300n, 300n)).toEqual([]);
  expect(reapable(bench, bench.time + 301n, 300n)).toEqual(['/c']);
});

test('a TTL znode is one when it has no children and was not set for longer than its time', () => {
  const bench = new Workbench();
  bench.write('createTTL', { ...createOf('/t', { flags: 5 }), ttl: 100n });
  expect(reapable(bench, bench.time + 100n)).toEqual([]);
  expect(reapable(bench, bench.time + 101n)).toEqual(['/t']);
  bench.time += 50n;
  bench.write('setData', { path: '/t', data: null, version: -1 });
  expect(reapable(bench, bench.time + 100n)).toEqual([]);
  bench.create('/t/child');
  expect(reapable(bench, bench.time + 101n)).toEqual([]);
  bench.write('delete', { path: '/t/child', version: -1 });
  expect(reapable(bench, bench.time + 101n)).toEqual(['/t']);
});

test('candidates are found as one goes along, so they may go meanwhile', () => {
  const bench = new Workbench();
  for (const path of ['/1', '/2', '/3']) bench.write('createTTL', { ...createOf(path, { flags: 5 }), ttl: 1n });
  bench.time += 2n;
  const found: string[] = [];
  for (const path of bench.tree.reapable(bench.time, { neverUsedMaxMs: 0n })) {
    found.push(path);
    bench.write('deleteContainer', { path });
    bench.write('delete', { path: '/2', version: -1 });
  }
  expect(found).toEqual(['/1', '/3']);
  expect(bench.tree.nodeCount).toBe(5);
});
