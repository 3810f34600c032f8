import { ClosingError, type ZooKeeperError } from '@zookit/protocol';
import type { Chroot } from '../chroot.ts';
import { AbortedError } from '../errors/client-errors.ts';
import { EventBuffer } from './event-buffer.ts';
import { publishResync } from './publish.ts';
import { type ResyncReason, type ServedEventType, type WatchEvent, wordOf } from './watch-event.ts';
import type { WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';

/**
 * A watch that stays, as the events that a `for await` takes. Set by the call that made it, not by the first `next()`. Ends
 * without an error when it is disposed or left, when its signal is aborted and when the client is closed; throws what the
 * server said when it refuses the watch, and what ended a client that nobody closed.
 */
export interface Watch extends AsyncIterableIterator<WatchEvent, undefined>, AsyncDisposable {
  /** Resolves when the server watches; rejects with what ended the watch before. */
  readonly armed: Promise<void>;
  next(): Promise<IteratorResult<WatchEvent, undefined>>;
  return(): Promise<IteratorResult<WatchEvent, undefined>>;
  [Symbol.asyncIterator](): Watch;
}

/** What a {@link WatchStream} must be told. */
export interface WatchStreamInit {
  /** As the view sees it. */
  readonly path: string;
  readonly chroot: Chroot;
  readonly bufferedEventsMax: number;
  /** Called once, when it ends. */
  readonly onEnded: () => void;
}

interface Waiting {
  readonly resolve: (result: IteratorResult<WatchEvent, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** The one {@link Watch}. */
export class WatchStream implements Watch, WatchListener {
  readonly armed: Promise<void>;
  readonly #init: WatchStreamInit;
  readonly #buffer: EventBuffer;
  readonly #waiting: Waiting[] = [];
  #resolveArmed!: () => void;
  #rejectArmed!: (error: unknown) => void;
  #isEnded = false;
  #error: unknown;

  constructor(init: WatchStreamInit) {
    this.#init = init;
    this.#buffer = new EventBuffer(init.bufferedEventsMax);
    this.armed = new Promise((resolve, reject) => {
      this.#resolveArmed = resolve;
      this.#rejectArmed = reject;
    });
    // Nobody has to look at it.
    this.armed.catch(() => undefined);
  }

  get lagEvents(): number {
    return this.#buffer.length;
  }

  /** Whether nothing more will come. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The server watches. */
  arm(): void {
    this.onResync('armed');
    this.#resolveArmed();
    publishResync(this.#init.chroot.join(this.#init.path), 'armed', [this]);
  }

  /** Ends when what is buffered has been taken. With an error, that is thrown then. */
  end(error: unknown, whyNotArmed: unknown): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#error = error;
    this.#rejectArmed(whyNotArmed);
    this.#init.onEnded();
    for (let waiting = this.#waiting.shift(); waiting !== undefined; waiting = this.#waiting.shift()) {
      this.#finish(waiting);
    }
  }

  /** The caller's signal was aborted. */
  abort(reason: unknown): void {
    this.end(undefined, new AbortedError(this.#init.path, { operation: 'watch', cause: reason }));
  }

  onEvent(type: ServedEventType, path: string, zxid: bigint | undefined): void {
    if (this.#isEnded) return;
    const fits = this.#buffer.push({ type: wordOf(type), path: this.#init.chroot.strip(path), zxid });
    if (!fits) publishResync(path, 'overflow', [this]);
    this.#deliver();
  }

  onResync(reason: ResyncReason): void {
    if (this.#isEnded) return;
    this.#buffer.resync(reason);
    this.#deliver();
  }

  onRemoved(): void {
    this.end(undefined, new ClosingError(this.#init.path, { operation: 'watch' }));
  }

  onRefused(_path: string, _kind: WatchKind, error: ZooKeeperError): void {
    this.end(error, error);
  }

  onEnd(error: ZooKeeperError | undefined): void {
    this.end(error, error ?? new ClosingError(this.#init.path, { operation: 'watch' }));
  }

  next(): Promise<IteratorResult<WatchEvent, undefined>> {
    return new Promise((resolve, reject) => {
      const event = this.#buffer.shift();
      if (event !== undefined) resolve({ done: false, value: event });
      else if (this.#isEnded) this.#finish({ resolve, reject });
      else this.#waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<WatchEvent, undefined>> {
    this.#buffer.clear();
    this.abort(undefined);
    this.#error = undefined;
    return Promise.resolve(DONE);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whoever waits, waits because the buffer was empty. */
  #deliver(): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    waiting.resolve({ done: false, value: this.#buffer.shift()! });
  }

  /** An error is thrown once. */
  #finish(waiting: Waiting): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) waiting.resolve(DONE);
    else waiting.reject(error);
  }
}
