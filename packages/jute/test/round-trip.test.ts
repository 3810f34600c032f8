import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buffer, int, JuteError, JuteReader, JuteWriter, long, ustring, ustringOrNull } from '../src/index.ts';
import { anyValue, type Value } from './values.ts';

const smallWriters = fc.integer({ min: 0, max: 70 });
const manyValues = fc.array(anyValue, { maxLength: 12 });

function written(values: readonly Value[], initialBytes: number): JuteWriter {
  const writer = new JuteWriter(initialBytes);
  for (const { write } of values) write(writer);
  return writer;
}

test('what was written is read back, however often the writer grew', () => {
  fc.assert(
    fc.property(manyValues, smallWriters, (values, initialBytes) => {
      const reader = new JuteReader(written(values, initialBytes).bytes());
      expect(values.map(({ read }) => read(reader))).toEqual(values.map(({ value }) => value));
      expect(reader.remaining).toBe(0);
    }),
  );
});

test('a value that ends early is refused, wherever it ends', () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), ({ write, read }, cut) => {
      const writer = new JuteWriter();
      write(writer);
      const reader = new JuteReader(writer.bytes().subarray(0, cut % writer.length));
      expect(() => read(reader)).toThrow(JuteError);
    }),
  );
});

const readers: Record<string, (reader: JuteReader) => unknown> = {
  byte: (reader) => reader.byte(),
  boolean: (reader) => reader.boolean(),
  int: (reader) => reader.int(),
  long: (reader) => reader.long(),
  float: (reader) => reader.float(),
  double: (reader) => reader.double(),
  string: (reader) => reader.string(),
  buffer: (reader) => reader.buffer(),
  'vector of strings': (reader) => reader.vector(ustringOrNull),
  'vector of buffers': (reader) => reader.vectorOrNull(buffer),
  map: (reader) => reader.map(int, long),
  'map of strings': (reader) => reader.map(ustring, ustring),
};

test.for(Object.entries(readers))('random bytes are a %s or a JuteError, nothing else', ([, read]) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        read(new JuteReader(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(JuteError);
      }
    }),
  );
});
