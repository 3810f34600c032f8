/** The least that is reserved at once, in bytes, so that a common request needs one block. */
const BLOCK_MIN_BYTES = 1024;

/** The most that is reserved beyond what was received, in bytes. */
const BLOCK_MAX_BYTES = 65_536;

const NO_BYTES = Buffer.alloc(0);

/**
 * A frame that arrives in pieces, copied into blocks. What a block reserves follows what came before it, not the length
 * of the frame: a peer that announces much and sends little reserves little.
 */
export class PartialFrame {
  readonly #lengthBytes: number;
  readonly #full: Buffer[] = [];
  #block = NO_BYTES;
  #blockUsed = 0;
  #received = 0;

  constructor(lengthBytes: number) {
    this.#lengthBytes = lengthBytes;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  get isComplete(): boolean {
    return this.#received === this.#lengthBytes;
  }

  /** Takes what belongs to this frame from `chunk` between `start` and `end`, and says where that ends. */
  append(chunk: Uint8Array, start: number, end: number): number {
    const frameEnd = Math.min(end, start + this.#lengthBytes - this.#received);
    let at = start;
    while (at < frameEnd) at += this.#copy(chunk, at, frameEnd);
    return frameEnd;
  }

  /** The bytes of the frame, once it is complete. */
  bytes(): Buffer {
    if (this.#full.length === 0) return this.#block;
    return Buffer.concat([...this.#full, this.#block], this.#lengthBytes);
  }

  #copy(chunk: Uint8Array, start: number, end: number): number {
    if (this.#blockUsed === this.#block.length) this.#addBlock(end - start);
    const count = Math.min(end - start, this.#block.length - this.#blockUsed);
    this.#block.set(chunk.subarray(start, start + count), this.#blockUsed);
    this.#blockUsed += count;
    this.#received += count;
    return count;
  }

  #addBlock(bytesAtHand: number): void {
    if (this.#blockUsed > 0) this.#full.push(this.#block);
    const ahead = Math.min(Math.max(this.#received, BLOCK_MIN_BYTES), BLOCK_MAX_BYTES);
    const missing = this.#lengthBytes - this.#received;
    this.#block = Buffer.allocUnsafeSlow(Math.min(Math.max(bytesAtHand, ahead), missing));
    this.#blockUsed = 0;
  }
}
