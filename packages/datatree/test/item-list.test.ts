import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ItemList } from '../src/item-list.ts';

const step = fc.constantFrom('add', 'add', 'replace', 'delete');

function listOf(length: number): [list: ItemList<object>, numbers: number[]] {
  const list = new ItemList<object>();
  return [list, Array.from({ length }, () => list.add({}))];
}

test('any items that came and have not gone are at their numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat()), { maxLength: 200, size: 'max' }), (steps) => {
      const list = new ItemList<object>();
      const model = new Map<number, object>();
      for (const [what, which] of steps) {
        const item = {};
        const number = [...model.keys()][which % Math.max(1, model.size)];
        if (what === 'add') {
          const added = list.add(item);
          expect(added > 0 && !model.has(added)).toBe(true);
          model.set(added, item);
        } else if (number !== undefined && what === 'replace') {
          list.replace(number, item);
          model.set(number, item);
        } else if (number !== undefined) {
          list.delete(number);
          model.delete(number);
        }
      }
      for (const [number, item] of model) expect(list.at(number)).toBe(item);
      expect(new Set(list.values())).toEqual(new Set(model.values()));
    }),
  );
});

test('places that became free are taken before the list grows', () => {
  const [list, numbers] = listOf(10_000);
  const capacity = list.capacity;
  const freed = numbers.filter((number) => number % 3 === 0);
  for (const number of freed) list.delete(number);
  const taken = freed.map(() => list.add({}));
  expect(new Set([...taken, ...numbers.filter((number) => number % 3 !== 0)]).size).toBe(10_000);
  expect(list.capacity).toBe(capacity);
});

test('memory is let go where all have gone, and what comes later is found', () => {
  const [list, numbers] = listOf(20_000);
  for (const number of numbers) if (number !== 9000) list.delete(number);
  expect(list.capacity).toBeLessThanOrEqual(4096);
  const later = Array.from({ length: 20_000 }, () => ({}));
  const places = later.map((item) => list.add(item));
  expect(places.map((number) => list.at(number))).toEqual(later);
  expect(new Set([...places, 9000]).size).toBe(20_001);
});
