import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { JuteReader, JuteWriter, ustring } from '../src/index.ts';

interface Recorded {
  readonly name: string;
  readonly hex: string;
}

interface Expected {
  /** What the bytes are written from, and read as. */
  readonly value: unknown;
  readonly write: (writer: JuteWriter) => void;
  readonly read: (reader: JuteReader) => unknown;
}

/** Recorded from Apache ZooKeeper 3.10.0-SNAPSHOT. */
const golden = JSON.parse(readFileSync(new URL('golden/primitives.json', import.meta.url), 'utf8')) as {
  values: Recorded[];
};

function boolean(value: boolean): Expected {
  return { value, write: (writer) => writer.boolean(value), read: (reader) => reader.boolean() };
}

function string(value: string | null, readAs = value): Expected {
  return { value: readAs, write: (writer) => writer.string(value), read: (reader) => reader.stringOrNull() };
}

function buffer(value: Buffer | null): Expected {
  return { value, write: (writer) => writer.buffer(value), read: (reader) => reader.bufferOrNull() };
}

function vector(value: readonly string[] | null): Expected {
  return { value, write: (writer) => writer.vector(ustring, value), read: (reader) => reader.vectorOrNull(ustring) };
}

const expected: Record<string, Expected> = {
  'boolean true': boolean(true),
  'boolean false': boolean(false),
  int: { value: -2, write: (writer) => writer.int(-2), read: (reader) => reader.int() },
  long: {
    value: 0x100_0000_0001n,
    write: (writer) => writer.long(0x100_0000_0001n),
    read: (reader) => reader.long(),
  },
  float: { value: 1.5, write: (writer) => writer.float(1.5), read: (reader) => reader.float() },
  double: { value: -2.25, write: (writer) => writer.double(-2.25), read: (reader) => reader.double() },
  'null string': string(null),
  'empty string': string(''),
  string: string('A'),
  'string beyond ASCII': string('Aé中😀\0', 'Aé中\ufffd\ufffd\0'),
  'null buffer': buffer(null),
  'empty buffer': buffer(Buffer.of()),
  buffer: buffer(Buffer.of(1, 2)),
  'null vector': vector(null),
  'empty vector': vector([]),
  vector: vector(['a']),
  'empty map': {
    value: new Map(),
    write: (writer) => writer.map(ustring, ustring, new Map()),
    read: (reader) => reader.map(ustring, ustring),
  },
};

test('every recorded value has its expectation', () => {
  expect(golden.values.map(({ name }) => name)).toEqual(Object.keys(expected));
});

test.for(golden.values)('$name is written as by Apache', ({ name, hex }) => {
  const writer = new JuteWriter();
  expected[name]!.write(writer);
  expect(writer.bytes().toString('hex')).toBe(hex);
});

test.for(golden.values)('$name is read as by Apache', ({ name, hex }) => {
  const reader = new JuteReader(Buffer.from(hex, 'hex'));
  expect(expected[name]!.read(reader)).toEqual(expected[name]!.value);
  expect(reader.remaining).toBe(0);
});
