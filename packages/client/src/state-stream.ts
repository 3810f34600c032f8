import type { ConnectionState } from './connection-state.ts';
import { QueueFullError } from './errors/client-errors.ts';

/** How far a reader may be behind. */
const UNREAD_MAX = 1024;

/**
 * The states of a client from now on: each one, in order. Ends behind `closed`. A reader that is 1,024 states behind gets
 * those, and then `QueueFullError`: what it misses, it does not miss unknowingly.
 */
export class StateStream implements AsyncIterableIterator<ConnectionState> {
  readonly #onEnd: () => void;
  #unread: ConnectionState[] = [];
  #readers: ((result: IteratorResult<ConnectionState>) => void)[] = [];
  #isOver = false;
  #error: QueueFullError | undefined;

  /** `onEnd` is called once, when no more states are wanted. */
  constructor(first: ConnectionState, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.push(first);
  }

  /** There is a new state. */
  push(state: ConnectionState): void {
    if (this.#isOver) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) reader({ value: state, done: false });
    else if (this.#unread.length < UNREAD_MAX) this.#unread.push(state);
    else this.#error = new QueueFullError(undefined, { operation: 'states' });
    if (state.status === 'closed' || this.#error !== undefined) this.#end();
  }

  async next(): Promise<IteratorResult<ConnectionState>> {
    const state = this.#unread.shift();
    if (state !== undefined) return { value: state, done: false };
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
    if (this.#isOver) return { value: undefined, done: true };
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  /** Ends the stream, with what was not read. */
  return(): Promise<IteratorResult<ConnectionState>> {
    this.#unread = [];
    this.#end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const reader of this.#readers) reader({ value: undefined, done: true });
    this.#readers = [];
    this.#onEnd();
  }
}
