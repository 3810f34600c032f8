import { crc32 as nativeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, crc32OfText } from '../src/crc32.ts';

test('is that of zlib, for any bytes after any other', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100, size: 'max' }), fc.integer(), (bytes, seed) => {
      expect(crc32(bytes, seed) >>> 0).toBe(nativeCrc32(bytes, seed >>> 0));
    }),
  );
});

test('of a text is that of its UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, seed) => {
      expect(crc32OfText(text, seed) >>> 0).toBe(nativeCrc32(Buffer.from(text), seed >>> 0));
    }),
  );
});

test('of half a surrogate pair is that of a question mark, as in Java', () => {
  expect(crc32OfText('/a\ud83d', 0)).toBe(crc32OfText('/a?', 0));
  expect(crc32OfText('\ud83d\ude00\ude00', 0)).toBe(crc32OfText('\ud83d\ude00?', 0));
});
