import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, JuteWriter, ustring } from '../src/index.ts';
import { decodeMalformedUtf8 } from '../src/malformed-utf8.ts';

interface Recorded {
  readonly hex: string;
  readonly meaning: string;
  readonly text: string;
}

/** Recorded from `new String(bytes, UTF_8)` of OpenJDK 17. */
const golden = JSON.parse(readFileSync(new URL('golden/malformed-utf8.json', import.meta.url), 'utf8')) as {
  texts: Recorded[];
};

function readAsString(bytes: Uint8Array): string {
  const writer = new JuteWriter();
  writer.buffer(bytes);
  return decode(ustring, writer.bytes());
}

test.for(golden.texts)('text is what Java makes of it: $meaning ($hex)', ({ hex, text }) => {
  expect(readAsString(Buffer.from(hex, 'hex'))).toBe(text);
});

test('well-formed text comes out as it went in, with or without a U+FFFD of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, withReplacement) => {
      const whole = withReplacement ? `${text}\ufffd${text}` : text;
      expect(decodeMalformedUtf8(Buffer.from(whole))).toBe(whole);
      expect(readAsString(Buffer.from(whole))).toBe(whole);
    }),
  );
});

test('whatever the bytes, text is no longer than they are and its ASCII is theirs', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = readAsString(bytes);
      expect(text.length).toBeLessThanOrEqual(bytes.length);
      expect(
        Array.from(text)
          .filter((character) => character < '\x80')
          .join(''),
      ).toBe(Buffer.from(bytes.filter((byte) => byte < 0x80)).toString());
    }),
  );
});
