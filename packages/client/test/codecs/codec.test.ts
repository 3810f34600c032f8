import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codec, CodecError, type DataCodec, type StandardSchema } from '../../src/index.ts';

function roundTrips<T>(dataCodec: DataCodec<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(dataCodec.decode(dataCodec.encode(value))).toEqual(value);
    }),
  );
}

/** A schema that takes numbers only. */
const numbers: StandardSchema<number> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (typeof value === 'number' ? { value } : { issues: [{ message: 'a number is wanted' }] }),
  },
};

const plain = (values: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  values.map((value) => new Uint8Array(value));

test('bytes, text and whole numbers are read as they were written', () => {
  roundTrips(codec.bytes, fc.uint8Array());
  roundTrips(codec.text, fc.string({ unit: 'grapheme' }));
  roundTrips(codec.int32, fc.integer());
  roundTrips(codec.int64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
});

test('JSON is read as it was written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const back = codec.json().decode(codec.json().encode(value));
      expect(JSON.stringify(back)).toBe(JSON.stringify(value));
    }),
  );
});

test('gzip is read as it was written, whatever the threshold, and whatever the data look like', () => {
  const magic = fc.uint8Array().map((rest) => Uint8Array.from([0x1f, 0x8b, ...rest]));
  fc.assert(
    fc.property(plain(fc.oneof(fc.uint8Array(), magic)), fc.nat(64), (data, thresholdBytes) => {
      const gzipped = codec.gzip(codec.bytes, { thresholdBytes });
      expect(Buffer.compare(gzipped.decode(gzipped.encode(data)), data)).toBe(0);
    }),
  );
});

test('numbers stand as Curator has them', () => {
  expect(Buffer.from(codec.int32.encode(-2)).toString('hex')).toBe('fffffffe');
  expect(Buffer.from(codec.int64.encode(258n)).toString('hex')).toBe('0000000000000102');
});

test('gzip reads data that was not compressed, and what others compressed', () => {
  const gzipped = codec.gzip(codec.text);
  expect(gzipped.decode(Buffer.from('plain'))).toBe('plain');
  expect(gzipped.decode(new Uint8Array())).toBe('');
  expect(gzipped.decode(gzipSync('packed'))).toBe('packed');
  expect(gzipped.encode('x')[0]).toBe(0x1f);
  expect(codec.gzip(codec.bytes).decode(gzipSync('p'))).toStrictEqual(new Uint8Array([0x70]));
  expect(Buffer.from(codec.gzip(codec.text, { thresholdBytes: 2 }).encode('x')).toString()).toBe('x');
});

test('what a schema refuses is an error that says so', () => {
  expect(codec.json(numbers).decode(Buffer.from('7'))).toBe(7);
  expect(() => codec.json(numbers).decode(Buffer.from('"7"'))).toThrow('Codec: json: a number is wanted');
});

test.for<[string, () => unknown]>([
  ['text that is not UTF-8', () => codec.text.decode(Uint8Array.of(0xff))],
  ['half a surrogate pair', () => codec.text.encode('\ud800')],
  ['a number of three bytes', () => codec.int32.decode(new Uint8Array(3))],
  ['a number with a fraction', () => codec.int32.encode(1.5)],
  ['a number beyond 32 bits', () => codec.int32.encode(2 ** 31)],
  ['a number beyond 64 bits', () => codec.int64.encode(2n ** 63n)],
  ['no data for a number', () => codec.int64.decode(new Uint8Array())],
  ['no JSON', () => codec.json().decode(Buffer.from('{'))],
  ['undefined as JSON', () => codec.json().encode(undefined)],
  ['a bigint as JSON', () => codec.json().encode(1n)],
  ['damaged gzip', () => codec.gzip(codec.bytes).decode(Uint8Array.of(0x1f, 0x8b, 1))],
  [
    'gzip that grows beyond the limit',
    () => codec.gzip(codec.bytes, { unpackedMaxBytes: 1000 }).decode(gzipSync(Buffer.alloc(100_000))),
  ],
  [
    'a schema that wants to wait',
    () =>
      codec
        .json<number>({ '~standard': { version: 1, vendor: 'test', validate: () => Promise.resolve({ value: 1 }) } })
        .decode(Buffer.from('1')),
  ],
])('%s is a CodecError', ([, attempt]) => {
  expect(attempt).toThrow(CodecError);
});
