import { expect, test } from 'vitest';
import { Outbox } from '../src/wire/outbox.ts';

interface Sink {
  readonly written: number[];
  readonly outbox: Outbox;
  isFull: boolean;
}

function makeSink(): Sink {
  const written: number[] = [];
  const sink: Sink = {
    written,
    isFull: false,
    outbox: new Outbox({
      write: (bytes) => {
        written.push(bytes.length);
        return !sink.isFull;
      },
      onFlushed() {},
    }),
  };
  return sink;
}

function put(outbox: Outbox, length: number): void {
  const start = outbox.length;
  outbox.begin().raw(new Uint8Array(length));
  outbox.end(start);
}

test('the frames of a turn leave together at its end', async () => {
  const { outbox, written } = makeSink();
  put(outbox, 6);
  put(outbox, 16);
  expect(written).toEqual([]);
  await Promise.resolve();
  expect(written).toEqual([30]);
});

test('much leaves at once', () => {
  const { outbox, written } = makeSink();
  put(outbox, 40_000);
  expect(written).toEqual([40_004]);
});

test('nothing is written to a connection that is full, until it has drained', async () => {
  const sink = makeSink();
  sink.isFull = true;
  put(sink.outbox, 40_000);
  put(sink.outbox, 40_000);
  put(sink.outbox, 6);
  await Promise.resolve();
  expect(sink.written).toEqual([40_004]);
  sink.isFull = false;
  sink.outbox.drained();
  expect(sink.written).toEqual([40_004, 40_014]);
});

test('a frame that was taken back leaves no trace', async () => {
  const { outbox, written } = makeSink();
  put(outbox, 6);
  const start = outbox.length;
  outbox.begin().int(1);
  outbox.discard(start);
  outbox.close();
  await Promise.resolve();
  expect(written).toEqual([]);
});
