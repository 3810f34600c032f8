import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counterOf, epochOf, formatHex, zxidOf } from '../src/index.ts';

const epochs = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const counters = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1));

test('a zxid is its epoch and its counter', () => {
  expect(zxidOf(1, 8)).toBe(0x100000008n);
  fc.assert(
    fc.property(epochs, counters, (epoch, counter) => {
      const zxid = zxidOf(epoch, counter);
      expect(epochOf(zxid)).toBe(epoch);
      expect(counterOf(zxid)).toBe(counter);
      expect(BigInt.asIntN(64, zxid)).toBe(zxid);
    }),
  );
});

test('zxids are ordered by epoch, then by counter', () => {
  expect(zxidOf(1, 2 ** 32 - 1) < zxidOf(2, 0)).toBe(true);
  expect(zxidOf(2, 2 ** 31) > zxidOf(2, 2 ** 31 - 1)).toBe(true);
});

test('the zxid that means none has the epoch -1', () => {
  expect([epochOf(-1n), counterOf(-1n)]).toEqual([-1, 2 ** 32 - 1]);
});

test.for([
  [0n, '0x0'],
  [0x100000008n, '0x100000008'],
  [-1n, '0xffffffffffffffff'],
] as const)('%s is shown as %s', ([zxid, shown]) => {
  expect(formatHex(zxid)).toBe(shown);
});
