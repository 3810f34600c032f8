import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JuteWriter, ustring, int } from '../src/index.ts';

const longest = 70;

/** Jute text as Java's writer makes it: each UTF-16 unit for itself. */
function cesu8(text: string): Buffer {
  const units = Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index);
    const isSurrogate = unit >= 0xd800 && unit < 0xe000;
    if (!isSurrogate) return Buffer.from(String.fromCharCode(unit));
    return Buffer.of(0xed, 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  });
  return Buffer.concat(units);
}

test('text of any length is written unit by unit, lone surrogates included', () => {
  const pieces = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\ud83d', '\ude00', '😀', '\0', 'é', '中')),
    { maxLength: longest },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      const writer = new JuteWriter();
      writer.string(text);
      const expected = cesu8(text);
      expect(writer.bytes().readInt32BE()).toBe(expected.length);
      expect(writer.bytes().subarray(4).equals(expected)).toBe(true);
    }),
  );
});

test('text on both sides of the length that changes the way of writing is the same', () => {
  for (const unit of ['x', 'é', '中', '😀']) {
    for (let count = 0; count < longest; count++) {
      const writer = new JuteWriter();
      writer.string(unit.repeat(count));
      expect(
        writer
          .bytes()
          .subarray(4)
          .equals(cesu8(unit.repeat(count))),
      ).toBe(true);
    }
  }
});

test('numbers that meet the end of the buffer are written whole', () => {
  for (let filled = 0; filled < 16; filled++) {
    const writer = new JuteWriter(16);
    writer.raw(Buffer.alloc(filled, 0xaa));
    writer.byte(-1);
    writer.boolean(true);
    writer.int(0x01020304);
    writer.long(0x05060708090a0b0cn);
    writer.float(1.5);
    writer.double(-2.25);
    expect(writer.bytes().subarray(filled).toString('hex')).toBe(
      'ff01' + '01020304' + '05060708090a0b0c' + '3fc00000' + 'c002000000000000',
    );
  }
});

test('a writer that begins with no room at all grows', () => {
  const writer = new JuteWriter(0);
  expect(writer.capacity).toBe(0);
  writer.long(1n);
  expect(writer.capacity).toBe(8);
  expect(writer.length).toBe(8);
});

test('a length that is known only afterwards is put in its place', () => {
  const writer = new JuteWriter();
  writer.int(0);
  writer.string('/app');
  writer.intAt(0, writer.length - 4);
  expect(writer.bytes().toString('hex')).toBe('00000008' + '00000004' + '2f617070');
});

test('there is no integer to replace beyond what was written', () => {
  const writer = new JuteWriter();
  writer.int(1);
  expect(() => writer.intAt(1, 0)).toThrow(RangeError);
});

test('a writer that is reset keeps its buffer and writes from the beginning', () => {
  const writer = new JuteWriter(4);
  writer.raw(Buffer.alloc(100));
  const { capacity } = writer;
  writer.reset();
  writer.int(7);
  expect(writer.bytes().toString('hex')).toBe('00000007');
  expect(writer.capacity).toBe(capacity);
});

test('a writer can take back its end, but not what it has not written', () => {
  const writer = new JuteWriter();
  writer.int(1);
  writer.int(2);
  writer.reset(4);
  expect(writer.bytes().toString('hex')).toBe('00000001');
  expect(() => writer.reset(5)).toThrow(RangeError);
});

test('a copy stays when the writer goes on, the bytes themselves do not', () => {
  const writer = new JuteWriter();
  writer.int(1);
  const copy = writer.copy();
  const bytes = writer.bytes();
  writer.reset();
  writer.int(2);
  expect(copy.toString('hex')).toBe('00000001');
  expect(bytes.toString('hex')).toBe('00000002');
});

test('the keys of a map are written in ascending order', () => {
  const writer = new JuteWriter();
  writer.map(ustring, int, new Map([['b', 1], ['a', 2], ['B', 3]])); // prettier-ignore
  expect(writer.bytes().toString('latin1')).toBe(
    '\0\0\0\x03' + '\0\0\0\x01B\0\0\0\x03' + '\0\0\0\x01a\0\0\0\x02' + '\0\0\0\x01b\0\0\0\x01',
  );
});
