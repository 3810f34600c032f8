import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathHasher } from '../src/path-hasher.ts';
import { PathTable } from '../src/path-table.ts';

interface Item {
  readonly path: string;
  pathHash: number;
}

function itemAt(path: string): Item {
  return { path, pathHash: 0 };
}

const path = fc.constantFrom('/', '/a', '/b', '/a/b', '/é', '/\u{1f600}', '/a'.repeat(300));
const steps = fc.array(fc.tuple(path, fc.constantFrom('add', 'add', 'set', 'replace', 'delete')), { maxLength: 100 });

test('any items that came and have not gone are found by their path, under any seed and in any number of indexes', () => {
  fc.assert(
    fc.property(steps, fc.integer(), fc.constantFrom(0, 1, 8), (steps, seed, indexBits) => {
      const table = new PathTable<Item>(new PathHasher(seed), indexBits);
      const model = new Map<string, Item>();
      for (const [path, what] of steps) {
        const item = itemAt(path);
        table.delete(item);
        if (what === 'add') expect(table.add(item)).toBe(!model.has(path));
        else if (what === 'set') expect(table.set(item)).toBe(model.get(path));
        else if (what === 'replace' && model.has(path)) table.replace(model.get(path)!, item);
        else if (what === 'delete') table.delete(model.get(path) ?? item);
        if (what === 'set' || (what === 'replace' && model.has(path)) || (what === 'add' && !model.has(path)))
          model.set(path, item);
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
    const table = new PathTable<Item>(new PathHasher(-1), indexBits);
    const items = Array.from({ length: 10_000 }, (_, index) => itemAt(`/item-${index}`));
    for (const item of items) expect(table.add(item)).toBe(true);
    for (const [index, item] of items.entries()) if (index % 2 === 1) table.delete(item);
    const later = Array.from({ length: 6000 }, (_, index) => itemAt(`/later-${index}`));
    for (const item of later) table.add(item);
    for (const [index, item] of items.entries()) expect(table.get(item.path)).toBe(index % 2 === 1 ? undefined : item);
    for (const item of later) expect(table.get(item.path)).toBe(item);
    expect(table.size).toBe(11_000);
  },
);

/** A path that says how often it is read. */
class CountedItem implements Item {
  pathHash = 0;
  reads = 0;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  get path(): string {
    this.reads++;
    return this.#path;
  }
}

test('an item is taken out, or gives its place to another, without its path being read', () => {
  const table = new PathTable<CountedItem>(new PathHasher(7), 0);
  const item = new CountedItem(`/${'a'.repeat(1000)}`);
  const other = new CountedItem(item.path);
  table.add(item);
  item.reads = other.reads = 0;
  table.replace(item, other);
  expect([item.reads, other.reads, table.size]).toEqual([0, 0, 1]);
  table.delete(item);
  expect([item.reads, other.reads, table.size]).toEqual([0, 0, 1]);
  table.delete(other);
  expect([item.reads, other.reads, table.size]).toEqual([0, 0, 0]);
});
