import type { WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';

const NOBODY: ReadonlySet<WatchListener> = new Set();

/** What may add a listener: a read with a watch for one event, or a watch for good. */
export type PendingKind = 'read' | 'added';

/** Who watches one path. */
export class WatchedPath {
  readonly #listeners: Record<WatchKind, Set<WatchListener> | undefined> = {
    data: undefined,
    exist: undefined,
    child: undefined,
    persistent: undefined,
    recursive: undefined,
  };
  /** How many requests are under way that may add a listener, by what they ask for. */
  readonly pending: Record<PendingKind, number> = { read: 0, added: 0 };
  /** How many requests are under way to remove watches: what is read behind them can't rest on these. */
  removalCount = 0;
  /**
   * Whether the server may have a lesser watch in the place of one for good. While that is `open` nothing can rest on it; it is
   * `ending` when the server has been asked to set it again. Undefined: no.
   */
  doubt: 'open' | 'ending' | undefined;
  /** Whether a watch for one event was asked for behind one for good that the server has not confirmed yet. */
  isOvertaken = false;
  /** Whether the server may watch more for this connection than the listeners want. */
  hasLeftovers = false;

  /** There is another connection, on which the server watches nothing but what it is told. */
  reconnected(): void {
    this.doubt = undefined;
    this.isOvertaken = false;
    this.hasLeftovers = false;
  }

  /** Whether requests are under way that concern it. */
  get isPending(): boolean {
    return this.pending.read > 0 || this.pending.added > 0 || this.removalCount > 0;
  }

  /** Whether nobody watches, and nobody is about to. */
  get isIdle(): boolean {
    return !this.isPending && !this.hasOneShots && !this.hasPersistent;
  }

  /** Whether somebody waits for one event. */
  get hasOneShots(): boolean {
    return this.has('data') || this.has('exist') || this.has('child');
  }

  /** Whether somebody watches for good. */
  get hasPersistent(): boolean {
    return this.has('persistent') || this.has('recursive');
  }

  /** Whether somebody watches in this way. */
  has(kind: WatchKind): boolean {
    return this.listeners(kind).size > 0;
  }

  /** Those who watch in this way. */
  listeners(kind: WatchKind): ReadonlySet<WatchListener> {
    return this.#listeners[kind] ?? NOBODY;
  }

  /** Adds one; false if it was there. */
  add(kind: WatchKind, listener: WatchListener): boolean {
    const listeners = (this.#listeners[kind] ??= new Set());
    if (listeners.has(listener)) return false;
    listeners.add(listener);
    return true;
  }

  /** Takes one out; false if it was not there. */
  delete(kind: WatchKind, listener: WatchListener): boolean {
    return this.#listeners[kind]?.delete(listener) === true;
  }

  /** Takes all of a kind out. */
  clear(kind: WatchKind): ReadonlySet<WatchListener> {
    const listeners = this.listeners(kind);
    this.#listeners[kind] = undefined;
    return listeners;
  }
}
