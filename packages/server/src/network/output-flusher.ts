import { WriterPool } from './writer-pool.ts';

/** Something with bytes to send at the end of the turn. */
export interface Flushable {
  flush(): void;
}

/**
 * Collects the connections that were written to, and sends what each has gathered in one write per turn of the event
 * loop: a tenth of the cost of a write per reply when a connection has several requests in flight.
 */
export class OutputFlusher {
  /** Where the connections get their buffers. */
  readonly pool: WriterPool;
  readonly #onPending: () => void;
  #pending: Flushable[] = [];

  /** `onPending` is called when the first connection of a turn has something to send. */
  constructor(onPending: () => void, replyMaxBytes: number) {
    this.pool = new WriterPool(replyMaxBytes);
    this.#onPending = onPending;
  }

  /** Remembers a connection until the end of the turn. */
  add(connection: Flushable): void {
    if (this.#pending.push(connection) === 1) this.#onPending();
  }

  /** Sends everything. */
  flush(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = [];
    for (const connection of pending) connection.flush();
  }
}
