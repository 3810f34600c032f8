import { EventType, parentPath } from '@zookit/protocol';
import type { ServedEventType } from './watch-event.ts';
import { watchKinds, type WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';
import { type PendingKind, WatchedPath } from './watched-path.ts';

/** Which watches of its own path an event sets off. Source: `ZKWatchManager.materialize`. */
const setOff: Readonly<Record<ServedEventType, readonly WatchKind[]>> = {
  [EventType.NodeCreated]: ['data', 'exist', 'persistent'],
  [EventType.NodeDeleted]: ['data', 'exist', 'child', 'persistent'],
  [EventType.NodeDataChanged]: ['data', 'exist', 'persistent'],
  [EventType.NodeChildrenChanged]: ['child', 'persistent'],
};

/** Who watches what, by the server's paths: each path and kind is one watch on the server, whatever the number of listeners. */
export class WatchTable {
  readonly #paths = new Map<string, WatchedPath>();
  #listenerCount = 0;
  #pendingCount = 0;
  #recursiveCount = 0;

  /** How many listeners there are, those included that are about to come. */
  get size(): number {
    return this.#listenerCount + this.#pendingCount;
  }

  /** Who watches a path; undefined for nobody. */
  at(path: string): WatchedPath | undefined {
    return this.#paths.get(path);
  }

  /** A request goes out that may add a listener. */
  hold(path: string, by: PendingKind): void {
    this.#ensure(path).pending[by]++;
    this.#pendingCount++;
  }

  /** Such a request has ended. */
  release(path: string, by: PendingKind): void {
    const watched = this.#paths.get(path);
    if (watched === undefined) return;
    watched.pending[by]--;
    this.#pendingCount--;
  }

  /** Adds a listener. */
  add(path: string, kind: WatchKind, listener: WatchListener): void {
    if (this.#ensure(path).add(kind, listener)) this.#count(kind, 1);
  }

  /** Takes a listener out; false if it was not there. */
  delete(path: string, kind: WatchKind, listener: WatchListener): boolean {
    if (this.#paths.get(path)?.delete(kind, listener) !== true) return false;
    this.#count(kind, -1);
    return true;
  }

  /** Takes all listeners of a kind out. */
  clear(path: string, kind: WatchKind): ReadonlySet<WatchListener> {
    const watched = this.#paths.get(path);
    if (watched === undefined) return new Set();
    const listeners = watched.clear(kind);
    this.#count(kind, -listeners.size);
    return listeners;
  }

  /** Forgets a path that nobody watches. */
  forget(path: string): void {
    this.#paths.delete(path);
  }

  /** Whom an event concerns, each once. Those who wait for one event only are taken out. */
  take(type: ServedEventType, path: string): ReadonlySet<WatchListener> {
    const concerned = new Set<WatchListener>();
    for (const kind of setOff[type]) {
      const listeners = kind === 'persistent' ? this.#paths.get(path)?.listeners(kind) : this.clear(path, kind);
      for (const listener of listeners ?? []) concerned.add(listener);
    }
    if (type !== EventType.NodeChildrenChanged && this.#recursiveCount > 0) this.#addRecursive(path, concerned);
    return concerned;
  }

  /** The paths that are watched in this way. */
  *paths(kind: WatchKind): Iterable<string> {
    for (const [path, watched] of this.#paths) {
      if (watched.has(kind)) yield path;
    }
  }

  /** All, with their paths. */
  all(): Iterable<[string, WatchedPath]> {
    return this.#paths;
  }

  /** Takes everybody out. */
  drain(): ReadonlySet<WatchListener> {
    const everybody = new Set<WatchListener>();
    for (const path of this.#paths.keys()) {
      for (const kind of watchKinds) {
        for (const listener of this.clear(path, kind)) everybody.add(listener);
      }
    }
    return everybody;
  }

  #addRecursive(path: string, concerned: Set<WatchListener>): void {
    for (let at = path; ; at = parentPath(at)) {
      for (const listener of this.#paths.get(at)?.listeners('recursive') ?? []) concerned.add(listener);
      if (at === '/') return;
    }
  }

  #ensure(path: string): WatchedPath {
    let watched = this.#paths.get(path);
    if (watched === undefined) {
      watched = new WatchedPath();
      this.#paths.set(path, watched);
    }
    return watched;
  }

  #count(kind: WatchKind, change: number): void {
    this.#listenerCount += change;
    if (kind === 'recursive') this.#recursiveCount += change;
  }
}
