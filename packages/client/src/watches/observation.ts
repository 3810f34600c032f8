import type { Requests } from '../session/requests.ts';
import { endingOf } from './ending.ts';
import type { OneShot } from './one-shot.ts';

/**
 * The latest state, and again after each change: a consumer who is slow misses states in between, never the latest. Reading
 * begins with the first `next()`. Ends without an error when it is disposed or left, when its signal is aborted and when the
 * client is closed; throws what a read was refused with.
 */
export interface Observation<State> extends AsyncIterableIterator<State, undefined>, AsyncDisposable {
  next(): Promise<IteratorResult<State, undefined>>;
  return(): Promise<IteratorResult<State, undefined>>;
  [Symbol.asyncIterator](): Observation<State>;
}

/** What an observation can be told. */
export interface ObserveOptions {
  /** Ends the observation. */
  readonly signal?: AbortSignal | undefined;
}

/** A state, and the watch that was set with the read of it. */
export interface Seen<State> {
  readonly state: State;
  /** The zxid that makes it another state than the one before; undefined for absence. */
  readonly zxid: bigint | undefined;
  readonly watch: OneShot;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** The one {@link Observation}: reads with a watch for one event, waits for it, reads again. */
export class WatchedState<State> implements Observation<State> {
  readonly #read: (signal: AbortSignal) => Promise<Seen<State>>;
  readonly #requests: Requests;
  readonly #signal: AbortSignal | undefined;
  readonly #stop = new AbortController();
  readonly #onAbort = (): void => this.#end();
  #seen: Seen<State> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    requests: Requests,
    read: (signal: AbortSignal) => Promise<Seen<State>>,
    signal: AbortSignal | undefined,
  ) {
    this.#requests = requests;
    this.#read = read;
    this.#signal = signal;
    if (signal?.aborted === true) this.#end();
    else signal?.addEventListener('abort', this.#onAbort);
  }

  /** One call after the other. */
  next(): Promise<IteratorResult<State, undefined>> {
    const result = this.#turn.then(() => this.#next());
    this.#turn = result.catch(() => undefined);
    return result;
  }

  return(): Promise<IteratorResult<State, undefined>> {
    this.#end();
    return Promise.resolve(DONE);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<State, undefined>> {
    if (this.#isOver()) return DONE;
    try {
      const seen = await this.#change();
      return seen === undefined ? DONE : { done: false, value: seen.state };
    } catch (error) {
      const ending = this.#isOver() ? undefined : endingOf(this.#requests, error);
      this.#end();
      if (ending === undefined) return DONE;
      throw ending;
    }
  }

  /** The next state that differs from the last; undefined when nobody wants it any more. */
  async #change(): Promise<Seen<State> | undefined> {
    for (;;) {
      const before = this.#seen;
      await before?.watch.fired;
      if (this.#isOver()) return undefined;
      const seen = await this.#read(this.#stop.signal);
      this.#seen = seen;
      if (this.#isOver()) await seen.watch[Symbol.asyncDispose]();
      if (before === undefined || before.zxid !== seen.zxid) return seen;
    }
  }

  #isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  #end(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#stop.abort();
    void this.#seen?.watch[Symbol.asyncDispose]();
  }
}
