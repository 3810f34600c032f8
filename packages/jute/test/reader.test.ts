import { expect, test } from 'vitest';
import { DEFAULT_ELEMENT_MAX_BYTES, int, JuteError, JuteReader, JuteWriter } from '../src/index.ts';

function bytesOf(write: (writer: JuteWriter) => void): Buffer {
  const writer = new JuteWriter();
  write(writer);
  return writer.bytes();
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

function refused(read: () => unknown): JuteError {
  try {
    read();
  } catch (error) {
    if (error instanceof JuteError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('an error says which field begins where, and what is wrong', () => {
  const reader = new JuteReader(hex('0000000100000010ff'));
  reader.int('xid');
  const error = refused(() => reader.string('path'));
  expect(error).toMatchObject({ name: 'JuteError', field: 'path', offset: 4 });
  expect(error.message).toBe('field "path" at offset 4: length 16 exceeds the 1 bytes left');
});

test('an error of a field without a name is that of a value', () => {
  const error = refused(() => new JuteReader(hex('00')).int());
  expect(error.field).toBeUndefined();
  expect(error.message).toBe('value at offset 0: needs 4 bytes, but 1 are left');
});

test.for([
  ['a negative length', 'fffffffe', 'length -2 is negative'],
  ['the lowest length', '80000000', 'length -2147483648 is negative'],
  ['a length beyond the end', '00000002ff', 'length 2 exceeds the 1 bytes left'],
  ['a length beyond the limit', '7fffffff', 'length 2147483647 exceeds the limit of 2097150 bytes'],
  ['a null', 'ffffffff', 'a null buffer'],
] as const)('a buffer with %s is refused at its length', ([, bytes, reason]) => {
  const reader = new JuteReader(hex(`0102${bytes}`));
  reader.byte();
  reader.byte();
  const error = refused(() => reader.buffer('data'));
  expect(error.offset).toBe(2);
  expect(error.message).toBe(`field "data" at offset 2: ${reason}`);
});

test('a null is refused where the type has none', () => {
  const nothing = hex('ffffffff');
  expect(refused(() => new JuteReader(nothing).string('path')).message).toBe('field "path" at offset 0: a null string');
  expect(refused(() => new JuteReader(nothing).vector(int)).message).toBe('value at offset 0: a null vector');
});

test('a count that the bytes cannot hold is refused before its elements are read', () => {
  const error = refused(() => new JuteReader(hex('7fffffff00000001')).vector(int, 'children'));
  expect(error.message).toBe('field "children" at offset 0: 2147483647 elements cannot fit in the 4 bytes left');
  expect(() => new JuteReader(hex('7fffffff')).map(int, int)).toThrow(JuteError);
});

test('a count below -1 is none, as in Java', () => {
  expect(new JuteReader(hex('fffffffe')).vectorOrNull(int)).toEqual([]);
  expect(new JuteReader(hex('fffffffe')).vector(int)).toEqual([]);
  expect(new JuteReader(hex('ffffffff')).map(int, int)).toEqual(new Map());
});

test('any byte but 0 is true', () => {
  const reader = new JuteReader(hex('000180ff'));
  expect([reader.boolean(), reader.boolean(), reader.boolean(), reader.boolean()]).toEqual([false, true, true, true]);
});

test('an element may be as long as the limit, and no longer', () => {
  const element = bytesOf((writer) => writer.buffer(Buffer.alloc(8)));
  expect(new JuteReader(element, { elementMaxBytes: 8 }).buffer()).toHaveLength(8);
  expect(() => new JuteReader(element, { elementMaxBytes: 7 }).buffer()).toThrow('exceeds the limit of 7 bytes');
  expect(DEFAULT_ELEMENT_MAX_BYTES).toBe(2_097_150);
});

test('a buffer is a range of the bytes that it was read from', () => {
  const bytes = bytesOf((writer) => writer.buffer(Buffer.of(1, 2, 3)));
  const buffer = new JuteReader(bytes).buffer();
  bytes[4] = 9;
  expect(buffer).toEqual(Buffer.of(9, 2, 3));
});

test('the rest is what nobody has read yet', () => {
  const reader = new JuteReader(hex('00000001aabb'));
  reader.int();
  expect(reader.rest()).toEqual(hex('aabb'));
  expect(reader.remaining).toBe(0);
  expect(reader.rest()).toHaveLength(0);
});

test('a reader that is pointed at a range sees nothing of what is around it', () => {
  const reader = new JuteReader();
  reader.reset(hex('ffff0000000541ffff'), 2, 7);
  expect([reader.offset, reader.remaining]).toEqual([0, 5]);
  expect(reader.int()).toBe(5);
  expect([reader.offset, reader.remaining]).toEqual([4, 1]);
  expect(refused(() => reader.int('type'))).toMatchObject({ offset: 4, field: 'type' });
  expect(reader.rest()).toEqual(hex('41'));
});

test('a reader can be pointed at other bytes, or at the same ones again', () => {
  const first = bytesOf((writer) => writer.string('first'));
  const second = new Uint8Array([9, 9, ...bytesOf((writer) => writer.string('second')), 9]).subarray(2, 12);
  const reader = new JuteReader(first);
  expect(reader.string()).toBe('first');
  reader.reset(second);
  expect(reader.string()).toBe('second');
  reader.reset(first);
  expect(reader.string()).toBe('first');
  reader.reset(first);
  expect(reader.int()).toBe(5);
});

test.for([
  [-1, 2],
  [3, 2],
  [0, 5],
])('a range from %i to %i of 4 bytes is a mistake of the caller', ([start, end]) => {
  expect(() => new JuteReader().reset(Buffer.alloc(4), start, end)).toThrow(RangeError);
});

test('a reader without bytes has nothing to read', () => {
  const reader = new JuteReader();
  expect(reader.remaining).toBe(0);
  expect(() => reader.byte()).toThrow(JuteError);
});
