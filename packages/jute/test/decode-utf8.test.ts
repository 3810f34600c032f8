import { expect, test } from 'vitest';
import { decode, decodeUtf8, encode, buffer, ustring } from '../src/index.ts';

const texts: readonly (readonly [name: string, hex: string])[] = [
  ['ASCII', '2f617070'],
  ['every length of a sequence', '24c2a3e0a4b9e282acf0908d88'],
  ['U+FFFD itself', 'efbfbd'],
  ['encoded surrogates', 'eda0bdedb8803f'],
  ['a sequence that is cut short', '41e282'],
  ['bytes that begin nothing', '80ff41c0'],
  ['nothing', ''],
];

test.for(texts)('%s is the text that a string has', ([, hex]) => {
  const bytes = Buffer.from(hex, 'hex');
  expect(decodeUtf8(bytes)).toBe(decode(ustring, encode(buffer, bytes)));
});

test('the bytes may be part of a larger buffer', () => {
  expect(decodeUtf8(Buffer.from('xyähz').subarray(2, 5))).toBe('äh');
});
