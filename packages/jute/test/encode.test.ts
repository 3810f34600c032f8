import { expect, test } from 'vitest';
import { decode, encode, JuteError, ustring, type Codec } from '../src/index.ts';

interface Point {
  readonly x: number;
  readonly name: string;
}

const point: Codec<Point> = {
  write(writer, value) {
    writer.int(value.x);
    writer.string(value.name);
  },
  read: (reader) => ({ x: reader.int('x'), name: reader.string('name') }),
};

test('a value goes to bytes and back', () => {
  const bytes = encode(point, { x: -1, name: 'a' });
  expect(bytes).toEqual(Buffer.from('ffffffff0000000161', 'hex'));
  expect(decode(point, bytes)).toEqual({ x: -1, name: 'a' });
});

test('what follows the value is ignored', () => {
  expect(decode(ustring, Buffer.from('0000000161ffff', 'hex'))).toBe('a');
});

test('the limit of an element can be set', () => {
  const bytes = encode(ustring, 'four');
  expect(decode(ustring, bytes, { elementMaxBytes: 4 })).toBe('four');
  expect(() => decode(ustring, bytes, { elementMaxBytes: 3 })).toThrow(JuteError);
});
