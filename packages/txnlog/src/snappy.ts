import type { ByteSink } from './byte-sink.ts';
import { compressBlock, decompressBlock } from './snappy-block.ts';

/** The bytes that go into one block. Source: snappy-java's SnappyOutputStream. */
const BLOCK_BYTES = 0x8000;

/** No block is larger, whoever wrote it. */
const BLOCK_MAX_BYTES = 0x100_0000;

/** What the stream begins with: a magic, its version 1, and the oldest version that can read it. */
export const snappyHeaderBytes: Uint8Array = Uint8Array.of(
  ...[0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00],
  ...[0, 0, 0, 1],
  ...[0, 0, 0, 1],
);

/** Compresses what goes to another sink, in blocks of {@link BLOCK_BYTES}. Such a block takes a fraction of a millisecond. */
export class SnappySink implements ByteSink {
  readonly #target: ByteSink;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  #filled = 0;
  #isBegun = false;

  constructor(target: ByteSink) {
    this.#target = target;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.length) {
      const count = Math.min(BLOCK_BYTES - this.#filled, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === BLOCK_BYTES) await this.#flush();
    }
  }

  async end(): Promise<void> {
    await this.#flush();
    await this.#target.end();
  }

  async #flush(): Promise<void> {
    if (!this.#isBegun) await this.#target.write(snappyHeaderBytes);
    this.#isBegun = true;
    if (this.#filled === 0) return;
    const block = compressBlock(this.#block.subarray(0, this.#filled));
    this.#filled = 0;
    const framed = Buffer.alloc(4 + block.length);
    framed.writeInt32BE(block.length);
    framed.set(block, 4);
    await this.#target.write(framed);
  }
}

/** Decompresses. Throws a RangeError where the bytes are not such a stream, or end early. */
export async function* unsnappy(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let pending = Buffer.alloc(0);
  let isBegun = false;
  for await (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk]);
    if (!isBegun) {
      if (pending.length < snappyHeaderBytes.length) continue;
      if (!pending.subarray(0, snappyHeaderBytes.length).equals(snappyHeaderBytes))
        throw new RangeError('no snappy stream');
      pending = pending.subarray(snappyHeaderBytes.length);
      isBegun = true;
    }
    for (let end = blockEnd(pending); end !== undefined && end <= pending.length; end = blockEnd(pending)) {
      yield decompressBlock(pending.subarray(4, end), BLOCK_MAX_BYTES);
      pending = pending.subarray(end);
    }
  }
  if (!isBegun || pending.length > 0) throw new RangeError('a snappy stream that is cut');
}

function blockEnd(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readInt32BE();
  if (length <= 0 || length > BLOCK_MAX_BYTES) throw new RangeError(`a compressed block of ${length} bytes`);
  return 4 + length;
}
