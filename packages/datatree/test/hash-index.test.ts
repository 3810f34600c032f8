import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashIndex } from '../src/hash-index.ts';

/** Few hashes, many of them with the same home: 8 bits in common, then those that tell the home in a small table. */
const hash = fc.tuple(fc.constantFrom(0, 1, 2, 7), fc.constantFrom(0, -1, 1 << 20)).map(([home, high]) => {
  return (high ^ (home << 8) ^ 0x5a) | 0;
});

const step = fc.record({ hash, comes: fc.constantFrom(true, true, false) });

function numbersOf(index: HashIndex, hash: number): number[] {
  const numbers: number[] = [];
  for (let place = index.find(hash); place >= 0; place = index.findAfter(place, hash)) numbers.push(index.at(place));
  return numbers.sort((left, right) => left - right);
}

test('any numbers that came and have not gone are found by their hash, and no others', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), fc.boolean(), (steps, emptiesItself) => {
      const index = new HashIndex(8);
      const model = new Map<number, number[]>();
      const remove = (hash: number) => {
        const gone = model.get(hash)?.shift();
        if (gone === undefined) return;
        let place = index.find(hash);
        while (index.at(place) !== gone) place = index.findAfter(place, hash);
        index.deleteAt(place);
      };
      for (const [number, { hash, comes }] of steps.entries()) {
        if (comes) {
          index.add(hash, number + 1);
          model.set(hash, [...(model.get(hash) ?? []), number + 1]);
        } else {
          remove(hash);
        }
      }
      if (emptiesItself) for (const hash of model.keys()) remove(hash);
      for (const { hash } of steps) expect(numbersOf(index, hash)).toEqual(model.get(hash) ?? []);
    }),
  );
});

test('a number is found among thousands, and is not when all have gone', () => {
  const index = new HashIndex(0);
  const hashes = Array.from({ length: 5000 }, (_, number) => Math.imul(number, 0x9e37_79b1));
  for (const [number, hash] of hashes.entries()) index.add(hash, number + 1);
  for (const [number, hash] of hashes.entries()) expect(index.at(index.find(hash))).toBe(number + 1);
  for (const hash of hashes) index.deleteAt(index.find(hash));
  for (const hash of hashes) expect(index.find(hash)).toBe(-1);
});
