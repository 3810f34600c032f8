import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathTable } from '../src/path-table.ts';

interface Item {
  readonly path: string;
}

const path = fc.constantFrom('/', '/a', '/b', '/a/b', '/é', '/\u{1f600}', '/a'.repeat(300));
const steps = fc.array(fc.tuple(path, fc.constantFrom('add', 'add', 'set', 'delete')), { maxLength: 100 });

test('any items that came and have not gone are found by their path, under any seed and in any number of indexes', () => {
  fc.assert(
    fc.property(steps, fc.integer(), fc.constantFrom(0, 1, 8), (steps, seed, indexBits) => {
      const table = new PathTable<Item>(seed, indexBits);
      const model = new Map<string, Item>();
      for (const [path, what] of steps) {
        const item = { path };
        table.delete(item);
        if (what === 'add') expect(table.add(item)).toBe(!model.has(path));
        else if (what === 'set') expect(table.set(item)).toBe(model.get(path));
        else table.delete(model.get(path) ?? item);
        if (what === 'set' || (what === 'add' && !model.has(path))) model.set(path, item);
        else if (what === 'delete') model.delete(path);
        expect(table.size).toBe(model.size);
      }
      for (const [path] of steps) expect(table.get(path)).toBe(model.get(path));
      expect(new Set(table.values())).toEqual(new Set(model.values()));
    }),
  );
});

test.for([0, 8])(
  'ten thousand items are found, and those that come when every other one has gone, index bits: %i',
  (indexBits) => {
    const table = new PathTable<Item>(-1, indexBits);
    const items = Array.from({ length: 10_000 }, (_, index) => ({ path: `/item-${index}` }));
    for (const item of items) expect(table.add(item)).toBe(true);
    for (const [index, item] of items.entries()) if (index % 2 === 1) table.delete(item);
    const later = Array.from({ length: 6000 }, (_, index) => ({ path: `/later-${index}` }));
    for (const item of later) table.add(item);
    for (const [index, item] of items.entries()) expect(table.get(item.path)).toBe(index % 2 === 1 ? undefined : item);
    for (const item of later) expect(table.get(item.path)).toBe(item);
    expect(table.size).toBe(11_000);
  },
);
