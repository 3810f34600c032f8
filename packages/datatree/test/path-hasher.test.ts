import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathHasher } from '../src/path-hasher.ts';

/** The first two of many paths that have one hash. */
function collision(hasher: PathHasher, pathAt: (index: number) => string): [string, string] | undefined {
  const indexes = new Map<number, number>();
  for (let index = 0; index < 300_000; index++) {
    const hash = hasher.hash(pathAt(index));
    const earlier = indexes.get(hash);
    if (earlier !== undefined) return [pathAt(earlier), pathAt(index)];
    indexes.set(hash, index);
  }
  return undefined;
}

test.for([
  ['short', ''],
  ['long', 'a'.repeat(300)],
])('%s paths that have one hash under one seed do not have it under others', ([, prefix]) => {
  const pair = collision(new PathHasher(1), (index) => `/${prefix}${Math.imul(index, 0x9e37_79b1).toString(36)}`);
  expect(pair).toBeDefined();
  const [left, right] = pair!;
  expect(left).not.toBe(right);
  for (const seed of [0, 2, -1, 0x1234_5678]) {
    const hasher = new PathHasher(seed);
    expect(hasher.hash(left)).not.toBe(hasher.hash(right));
  }
});

test('each character of a long path counts, whatever its length', () => {
  const length = fc.integer({ min: 250, max: 300 });
  fc.assert(
    fc.property(length, fc.nat(), fc.integer(), fc.constantFrom('b', 'é', '\u8061'), (length, at, seed, other) => {
      const path = 'a'.repeat(length);
      const place = at % length;
      const changed = path.slice(0, place) + other + path.slice(place + 1);
      expect(new PathHasher(seed).hash(changed)).not.toBe(new PathHasher(seed).hash(path));
    }),
  );
});

test('a hash is the same whichever paths were hashed before', () => {
  const path = fc.integer({ min: 0, max: 4 }).map((number) => `/${'a'.repeat(300)}/${number}`);
  fc.assert(
    fc.property(fc.array(path), fc.integer(), (paths, seed) => {
      const hasher = new PathHasher(seed);
      for (const one of paths) expect(hasher.hash(one)).toBe(new PathHasher(seed).hash(one));
    }),
  );
});
