import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adler32, adler32OfZeros, ADLER_START } from '../src/adler32.ts';

/** Node's zlib writes the checksum behind what it compressed. */
function checksumOfNode(bytes: Uint8Array): number {
  return deflateSync(bytes).readUInt32BE(deflateSync(bytes).length - 4);
}

test('the checksum of nothing is 1', () => {
  expect(adler32(new Uint8Array(0))).toBe(ADLER_START);
});

test('the checksum is the one of zlib', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000, size: 'max' }), (bytes) => {
      expect(adler32(bytes)).toBe(checksumOfNode(bytes));
    }),
    { numRuns: 200 },
  );
  expect(adler32(new Uint8Array(1_000_000).fill(0xff))).toBe(checksumOfNode(new Uint8Array(1_000_000).fill(0xff)));
});

test('the checksum can be carried on from any place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(500), (bytes, place) => {
      const at = Math.min(place, bytes.length);
      expect(adler32(bytes, at, bytes.length, adler32(bytes, 0, at))).toBe(adler32(bytes));
    }),
  );
});

test('zeros can be summed without being there', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(10_000), (bytes, count) => {
      const whole = new Uint8Array(bytes.length + count);
      whole.set(bytes);
      expect(adler32OfZeros(count, adler32(bytes))).toBe(adler32(whole));
    }),
  );
});
