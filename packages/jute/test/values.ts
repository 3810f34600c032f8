import fc from 'fast-check';
import { buffer, int, long, ustring, ustringOrNull, type JuteReader, type JuteWriter } from '../src/index.ts';

/** A value of some jute type, with the way to write and to read it. */
export interface Value {
  readonly value: unknown;
  readonly write: (writer: JuteWriter) => void;
  readonly read: (reader: JuteReader) => unknown;
}

/** Text that is read back as it was written: surrogates are not. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }).map(withoutSurrogates),
  fc.string({ unit: 'binary-ascii', maxLength: 100 }),
  fc.constantFrom('', '\0', '\uffff', 'é'.repeat(65), 'x'.repeat(64), '中'.repeat(1000)),
);

/** Any range of bytes, as what the reader gives. */
const bytes: fc.Arbitrary<Buffer> = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

const int32 = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1));
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n),
);

function values<T>(
  arbitrary: fc.Arbitrary<T>,
  write: (writer: JuteWriter, value: T) => void,
  read: (reader: JuteReader) => unknown,
): fc.Arbitrary<Value> {
  return arbitrary.map((value) => ({ value, write: (writer) => write(writer, value), read }));
}

/** A value of any jute type. */
export const anyValue: fc.Arbitrary<Value> = fc.oneof(
  values(
    fc.integer({ min: -128, max: 127 }),
    (writer, value) => writer.byte(value),
    (reader) => reader.byte(),
  ),
  values(
    fc.boolean(),
    (writer, value) => writer.boolean(value),
    (reader) => reader.boolean(),
  ),
  values(
    int32,
    (writer, value) => writer.int(value),
    (reader) => reader.int(),
  ),
  values(
    int64,
    (writer, value) => writer.long(value),
    (reader) => reader.long(),
  ),
  values(
    fc.float(),
    (writer, value) => writer.float(value),
    (reader) => reader.float(),
  ),
  values(
    fc.double(),
    (writer, value) => writer.double(value),
    (reader) => reader.double(),
  ),
  values(
    text,
    (writer, value) => writer.string(value),
    (reader) => reader.string(),
  ),
  values(
    fc.option(text),
    (writer, value) => writer.string(value),
    (reader) => reader.stringOrNull(),
  ),
  values(
    bytes,
    (writer, value) => writer.buffer(value),
    (reader) => reader.buffer(),
  ),
  values(
    fc.option(bytes),
    (writer, value) => writer.buffer(value),
    (reader) => reader.bufferOrNull(),
  ),
  values(
    fc.array(int32),
    (writer, value) => writer.vector(int, value),
    (reader) => reader.vector(int),
  ),
  values(
    fc.option(fc.array(fc.option(text))),
    (writer, value) => writer.vector(ustringOrNull, value),
    (reader) => reader.vectorOrNull(ustringOrNull),
  ),
  values(
    fc.array(fc.tuple(text, int64)).map((entries) => new Map(entries)),
    (writer, value) => writer.map(ustring, long, value),
    (reader) => reader.map(ustring, long),
  ),
  values(
    fc.array(fc.tuple(int32, bytes)).map((entries) => new Map(entries)),
    (writer, value) => writer.map(int, buffer, value),
    (reader) => reader.map(int, buffer),
  ),
);

function withoutSurrogates(value: string): string {
  return value.replaceAll(/[\ud800-\udfff]/g, '');
}
