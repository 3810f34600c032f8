import { SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressBlock, decompressBlock } from '../src/snappy-block.ts';
import { FileSink } from '../src/file-sink.ts';
import { SnappySink, unsnappy } from '../src/snappy.ts';

const repetitive: fc.Arbitrary<Uint8Array> = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.nat(200)), { maxLength: 30 })
  .map((parts) => Buffer.concat(parts.flatMap(([part, count]) => Array.from({ length: count + 1 }, () => part))));

function unhex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

async function* piecesOf(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

test('a block is what was compressed, also where nothing repeats', () => {
  fc.assert(
    fc.property(fc.oneof(repetitive, fc.uint8Array({ maxLength: 5000, size: 'max' })), (bytes) => {
      const input = bytes.subarray(0, 65_536);
      expect(Buffer.compare(decompressBlock(compressBlock(input), input.length), input)).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('what repeats becomes short', () => {
  expect(compressBlock(new Uint8Array(32_768)).length).toBeLessThan(2000);
});

test('every element of the format is understood', () => {
  const long = 'ab'.repeat(300);
  // A literal of 4, copies with distances of one, two and four bytes.
  expect(Buffer.from(decompressBlock(unhex('10 0c 61626364 01 04 0e 0400 0f 08000000'), 100)).toString()).toBe(
    'abcd'.repeat(4),
  );
  // Literals whose length takes one byte, two, three and four.
  for (const head of ['f0 ff', 'f4 ff00', 'f8 ff0000', 'fc ff000000']) {
    const bytes = Buffer.concat([unhex(`8002 ${head}`), Buffer.alloc(256, 'x')]);
    expect(Buffer.from(decompressBlock(bytes, 256)).toString()).toBe('x'.repeat(256));
  }
  expect(Buffer.from(decompressBlock(compressBlock(Buffer.from(long)), 600)).toString()).toBe(long);
});

test.for([
  ['', 'a block without its length'],
  ['ffffffffff', 'a block whose length has no end'],
  ['ff01', 'beyond the limit of 100'],
  ['05 00 61', 'fewer bytes than the block says'],
  ['01 04 6162', 'more bytes than the block says'],
  ['05 10 61', 'a literal that is cut'],
  ['08 00 61 01 05', 'a copy of what is not there'],
  ['08 00 61 02 00', 'more bytes than|a copy of itself'],
  ['08 00 61 01 00', 'a copy of itself'],
] as const)('the bytes %s are no block: %s', ([hex, reason]) => {
  expect(() => decompressBlock(unhex(hex), 100)).toThrow(new RegExp(reason));
});

test('random bytes are refused, or small', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        expect(decompressBlock(bytes, 1000).length).toBeLessThanOrEqual(1000);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a stream is what was written to it, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(repetitive, fc.integer({ min: 1, max: 5000 }), async (bytes, length) => {
      const disk = new SimulatedDisk();
      const output = new FileSink(await disk.open('/stream', 'create'));
      const sink = new SnappySink(output);
      for await (const piece of piecesOf(bytes, 777)) await sink.write(piece);
      await sink.end();
      const stream = disk.readFile('/stream');
      expect(output.sizeBytes).toBe(stream.length);
      expect(Buffer.compare(await gathered(unsnappy(piecesOf(stream, length))), bytes)).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test.for([
  ['', 'a snappy stream that is cut'],
  ['82534e4150505900 00000001', 'a snappy stream that is cut'],
  ['82534e4150505901 00000001 00000001', 'no snappy stream'],
  ['82534e4150505900 00000001 00000001 0000', 'a snappy stream that is cut'],
  ['82534e4150505900 00000001 00000001 00000005 01', 'a snappy stream that is cut'],
  ['82534e4150505900 00000001 00000001 ffffffff 01', 'a compressed block of -1 bytes'],
] as const)('the bytes %s are no stream', async ([hex, reason]) => {
  await expect(gathered(unsnappy(piecesOf(unhex(hex), 7)))).rejects.toThrow(reason);
});
