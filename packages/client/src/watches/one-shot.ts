import type { Chroot } from '../chroot.ts';
import { type NodeEvent, type ServedEventType, wordOf } from './watch-event.ts';
import type { WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';
import type { Watches } from './watches.ts';

/** A watch for one event, set by the read that came with it: nothing that happened behind the read is missed. */
export interface OneShot extends AsyncDisposable {
  /**
   * Resolves with the event, in the order of the frames: before the reply to any read that shows the change. Resolves with
   * undefined when there will be none: the watch was disposed or removed, or the client has ended. Never rejects.
   */
  readonly fired: Promise<NodeEvent | undefined>;
}

/** The one {@link OneShot}. */
export class OneShotWatch implements OneShot, WatchListener {
  readonly lagEvents = 1;
  readonly fired: Promise<NodeEvent | undefined>;
  #resolve!: (event: NodeEvent | undefined) => void;
  readonly #watches: Watches;
  readonly #chroot: Chroot;
  readonly #path: string;
  readonly #kinds: readonly WatchKind[];

  /** `path` is as the view sees it; `kinds` are those that it may be registered for. */
  constructor(watches: Watches, chroot: Chroot, path: string, kinds: readonly WatchKind[]) {
    this.#watches = watches;
    this.#chroot = chroot;
    this.#path = path;
    this.#kinds = kinds;
    this.fired = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  onEvent(type: ServedEventType, path: string, zxid: bigint | undefined): void {
    this.#resolve({ type: wordOf(type), path: this.#chroot.strip(path), zxid });
  }

  onResync(): void {
    // The server replays what a watch for one event missed.
  }

  onRemoved(): void {
    this.#resolve(undefined);
  }

  onRefused(): void {
    this.#resolve(undefined);
  }

  onEnd(): void {
    this.#resolve(undefined);
  }

  /** Drops the watch here at once; the server is asked to drop it if nobody else has it. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#watches.leave(this.#chroot.join(this.#path), this.#kinds, this);
    this.#resolve(undefined);
    return Promise.resolve();
  }
}
