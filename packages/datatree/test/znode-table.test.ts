import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AclCache } from '../src/acl-cache.ts';
import { Znode } from '../src/znode.ts';
import { ZnodeTable } from '../src/znode-table.ts';

const { open } = new AclCache();

function znode(path: string): Znode {
  return new Znode(path, '', open, { zxid: 0n, time: 0n, ephemeralOwner: 0n });
}

test('any znodes that came and have not gone are found by their path, under any seed', () => {
  const path = fc.constantFrom('/', '/a', '/b', '/a/b', '/é', '/\u{1f600}', '/a'.repeat(300));
  const steps = fc.array(fc.tuple(path, fc.boolean()), { maxLength: 100 });
  fc.assert(
    fc.property(steps, fc.integer(), (steps, seed) => {
      const table = new ZnodeTable(seed);
      const model = new Map<string, Znode>();
      for (const [path, comes] of steps) {
        const node = model.get(path);
        if (comes) {
          const added = znode(path);
          expect(table.add(added)).toBe(node === undefined);
          if (node === undefined) model.set(path, added);
        } else if (node !== undefined) {
          table.delete(node);
          model.delete(path);
        }
        expect(table.get(path)).toBe(model.get(path));
        expect(table.size).toBe(model.size);
      }
      for (const [path] of steps) expect(table.get(path)).toBe(model.get(path));
    }),
  );
});

test('ten thousand znodes are found, and those that come when every other one has gone', () => {
  const table = new ZnodeTable(-1);
  const nodes = Array.from({ length: 10_000 }, (_, index) => znode(`/node-${index}`));
  for (const node of nodes) expect(table.add(node)).toBe(true);
  for (const [index, node] of nodes.entries()) if (index % 2 === 1) table.delete(node);
  const later = Array.from({ length: 6000 }, (_, index) => znode(`/later-${index}`));
  for (const node of later) table.add(node);
  for (const [index, node] of nodes.entries()) expect(table.get(node.path)).toBe(index % 2 === 1 ? undefined : node);
  for (const node of later) expect(table.get(node.path)).toBe(node);
  expect(table.size).toBe(11_000);
});
