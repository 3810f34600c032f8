/** The most that is reserved beyond what was received, in bytes. */
const BLOCK_MAX_BYTES = 65_536;

/**
 * A frame that arrives in pieces, copied into blocks: a block is at most as long as what came before it, so a peer that
 * announces much and sends little reserves little.
 */
export class PartialFrame {
  readonly #length: number;
  readonly #full: Buffer[] = [];
  #block: Buffer = Buffer.alloc(0);
  #used = 0;
  #received = 0;

  constructor(length: number) {
    this.#length = length;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  get isComplete(): boolean {
    return this.#received === this.#length;
  }

  /** Takes what belongs to this frame from `chunk` at `start` and says where that ends. */
  append(chunk: Uint8Array, start: number): number {
    const end = Math.min(chunk.length, start + this.#length - this.#received);
    for (let at = start; at < end;) at += this.#copy(chunk, at, end);
    return end;
  }

  /** The bytes of the frame, once it is complete. */
  bytes(): Buffer {
    if (this.#full.length === 0) return this.#block;
    return Buffer.concat([...this.#full, this.#block], this.#length);
  }

  #copy(chunk: Uint8Array, start: number, end: number): number {
    if (this.#used === this.#block.length) this.#addBlock(end - start);
    const count = Math.min(end - start, this.#block.length - this.#used);
    this.#block.set(chunk.subarray(start, start + count), this.#used);
    this.#used += count;
    this.#received += count;
    return count;
  }

  #addBlock(atHand: number): void {
    if (this.#used > 0) this.#full.push(this.#block);
    const wanted = Math.min(Math.max(atHand, this.#received), Math.max(atHand, BLOCK_MAX_BYTES));
    this.#block = Buffer.allocUnsafeSlow(Math.min(wanted, this.#length - this.#received));
    this.#used = 0;
  }
}
