import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameError, FrameReader } from '../src/index.ts';

const limit = 0xfffff;
const slackBytes = 65_536;

/** A frame as it is on the wire. */
function framed(payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + payload.length);
  frame.writeInt32BE(payload.length);
  frame.set(payload, 4);
  return frame;
}

function lengthOnly(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  return bytes;
}

/** Copies of the frames that end in `chunk`. */
function framesOf(frames: FrameReader, chunk: Uint8Array, end?: number): Buffer[] {
  const payloads: Buffer[] = [];
  frames.push(chunk, end);
  while (frames.next()) payloads.push(Buffer.from(frames.bytes.subarray(frames.start, frames.end)));
  return payloads;
}

/** `bytes` in pieces, cut where `lengths` say, over and over. */
function* pieces(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const length = lengths[index % lengths.length]!;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

function refused(length: number, lengthMaxBytes = limit): FrameError {
  const frames = new FrameReader({ lengthMaxBytes });
  frames.push(lengthOnly(length));
  try {
    frames.next();
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const payloads = fc.array(
  fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 1000, maxLength: 5000 })),
  { maxLength: 8 },
);

test('however the stream is cut, the frames are the same', () => {
  const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6000 })), { minLength: 1 });
  fc.assert(
    fc.property(payloads, cuts, (expected, lengths) => {
      const stream = Buffer.concat(expected.map(framed));
      const frames = new FrameReader({ lengthMaxBytes: limit });
      const found = [...pieces(stream, lengths)].flatMap((piece) => framesOf(frames, piece));
      expect(found).toEqual(expected.map((payload) => Buffer.from(payload)));
      expect(frames.pendingBytes).toBe(0);
    }),
  );
});

test('a chunk may be overwritten as soon as it has no more frames', () => {
  fc.assert(
    fc.property(payloads, fc.integer({ min: 1, max: 6000 }), (expected, length) => {
      const reused = Buffer.alloc(length);
      const frames = new FrameReader({ lengthMaxBytes: limit });
      const found: Buffer[] = [];
      for (const piece of pieces(Buffer.concat(expected.map(framed)), [length])) {
        reused.fill(0xee);
        reused.set(piece);
        found.push(...framesOf(frames, reused, piece.length));
      }
      expect(found).toEqual(expected.map((payload) => Buffer.from(payload)));
    }),
  );
});

test('a frame of many blocks is put together in order', () => {
  const payload = Buffer.from(Uint8Array.from({ length: 900_000 }, (_, index) => index % 251));
  const frames = new FrameReader({ lengthMaxBytes: limit });
  const found = [...pieces(framed(payload), [1, 3, 700, 65_536, 17])].flatMap((piece) => framesOf(frames, piece));
  expect(found).toHaveLength(1);
  expect(found[0]!.equals(payload)).toBe(true);
});

test('frames that arrive whole are ranges of the chunk itself', () => {
  const chunk = Buffer.concat([framed(Buffer.of(1, 2)), framed(Buffer.of()), framed(Buffer.of(3))]);
  const frames = new FrameReader({ lengthMaxBytes: limit });
  frames.push(chunk);
  const ranges: [number, number][] = [];
  while (frames.next()) {
    expect(frames.bytes).toBe(chunk);
    ranges.push([frames.start, frames.end]);
  }
  expect(ranges).toEqual([
    [4, 6],
    [10, 10],
    [14, 15],
  ]);
});

test('a frame whose length came before it is not copied either', () => {
  const frames = new FrameReader({ lengthMaxBytes: limit });
  expect(framesOf(frames, lengthOnly(3))).toEqual([]);
  const chunk = Buffer.of(1, 2, 3, 0);
  frames.push(chunk);
  expect(frames.next()).toBe(true);
  expect([frames.bytes, frames.start, frames.end]).toEqual([chunk, 0, 3]);
  expect(frames.bytes).toBe(chunk);
});

test('nothing of a chunk is held when it has no more frames', () => {
  const frames = new FrameReader({ lengthMaxBytes: limit });
  framesOf(frames, framed(Buffer.of(1)));
  expect([frames.bytes.length, frames.start, frames.end]).toEqual([0, 0, 0]);
});

test('what waits for the rest of its frame is counted', () => {
  const frames = new FrameReader({ lengthMaxBytes: limit });
  expect(frames.pendingBytes).toBe(0);
  framesOf(frames, Buffer.of(0, 0));
  expect(frames.pendingBytes).toBe(2);
  framesOf(frames, Buffer.of(0, 9, 1));
  expect(frames.pendingBytes).toBe(5);
  frames.push(Buffer.of(2, 3));
  expect(frames.pendingBytes).toBe(7);
  expect(frames.next()).toBe(false);
  expect(frames.pendingBytes).toBe(7);
  framesOf(frames, Buffer.of(4, 5, 6, 7, 8, 9, 0));
  expect(frames.pendingBytes).toBe(1);
});

test('a chunk can only follow when the last one has no more frames', () => {
  const frames = new FrameReader({ lengthMaxBytes: limit });
  frames.push(Buffer.concat([framed(Buffer.of(1)), framed(Buffer.of(2))]));
  frames.next();
  expect(() => frames.push(Buffer.of(0))).toThrow('still to be read');
});

test('a frame may be as long as the limit, and no longer', () => {
  const frames = new FrameReader({ lengthMaxBytes: 8 });
  expect(framesOf(frames, framed(Buffer.alloc(8)))).toHaveLength(1);
  expect(refused(9, 8).message).toBe('frame length 9 is not between 0 and 8 bytes');
});

test('the limit can be raised between frames, for what follows', () => {
  const frames = new FrameReader({ lengthMaxBytes: 1 });
  frames.push(Buffer.concat([framed(Buffer.of(1)), framed(Buffer.alloc(9))]));
  expect(frames.next()).toBe(true);
  frames.lengthMaxBytes = 9;
  expect(frames.next()).toBe(true);
  expect(frames.end - frames.start).toBe(9);
});

test.for([-1, -(2 ** 31), limit + 1, 2 ** 31 - 1])('a length of %i is refused, and tells what it was', (length) => {
  expect(refused(length)).toMatchObject({ name: 'FrameError', length });
});

test('a four-letter word is refused as the number that its letters are', () => {
  expect(refused(Buffer.from('ruok').readInt32BE()).length).toBe(0x72756f6b);
});

test('a refused stream stays refused', () => {
  const frames = new FrameReader({ lengthMaxBytes: limit });
  frames.push(lengthOnly(-1));
  expect(() => frames.next()).toThrow(FrameError);
  expect(() => frames.next()).toThrow(FrameError);
});

test('a frame that is announced and not sent reserves no more than was received and a little', () => {
  const readerCount = 100;
  for (const receivedBytes of [1, 100, 5000, 200_000]) {
    const before = process.memoryUsage().arrayBuffers;
    const chunk = Buffer.alloc(1000);
    const readers = Array.from({ length: readerCount }, () => {
      const frames = new FrameReader({ lengthMaxBytes: 2 ** 31 - 1 });
      framesOf(frames, lengthOnly(2 ** 30));
      for (let sent = 0; sent < receivedBytes; sent += chunk.length) {
        framesOf(frames, chunk, Math.min(chunk.length, receivedBytes - sent));
      }
      return frames;
    });
    const reserved = process.memoryUsage().arrayBuffers - before;
    expect(readers.map((frames) => frames.pendingBytes)).toEqual(readers.map(() => receivedBytes + 4));
    expect(reserved).toBeLessThanOrEqual(readerCount * (receivedBytes + slackBytes));
  }
});
