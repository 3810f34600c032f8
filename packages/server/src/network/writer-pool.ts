import { JuteWriter } from '@zookit/jute';

const INITIAL_BYTES = 4096;
const POOLED_MAX = 64;
const POOLED_MAX_BYTES = 64 * 1024;

/** Buffers for replies, shared by all connections: one that has nothing to say holds none. */
export class WriterPool {
  readonly #free: JuteWriter[] = [];

  readonly #maxBytes: number;

  /** No buffer grows beyond `maxBytes`: a longer reply is refused. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** An empty writer. */
  acquire(): JuteWriter {
    return this.#free.pop() ?? new JuteWriter(INITIAL_BYTES, this.#maxBytes);
  }

  /** Takes a writer back whose bytes nobody reads any more. One that has grown large is left to the collector. */
  release(writer: JuteWriter): void {
    if (this.#free.length >= POOLED_MAX || writer.capacity > POOLED_MAX_BYTES) return;
    writer.reset();
    this.#free.push(writer);
  }
}
