import { EventType, KeeperState } from '@zookit/protocol';
import type { Chroot } from '../chroot.ts';
import type { ServedEventType, Watcher } from './watch-event.ts';
import { removalEventOf, type WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';

/** A caller's function in the table of watches. */
class WatcherListener implements WatchListener {
  readonly lagEvents = 1;
  readonly #watcher: Watcher;
  readonly #chroot: Chroot;

  constructor(watcher: Watcher, chroot: Chroot) {
    this.#watcher = watcher;
    this.#chroot = chroot;
  }

  onEvent(type: ServedEventType, path: string, zxid: bigint | undefined): void {
    this.#tell(type, path, zxid);
  }

  onResync(): void {
    // In Apache's terms this is the change of the client's state.
  }

  onRemoved(path: string, kind: WatchKind): void {
    this.#tell(removalEventOf(kind), path, undefined);
  }

  onRefused(path: string, kind: WatchKind): void {
    this.#tell(removalEventOf(kind), path, undefined);
  }

  onEnd(): void {
    // So is this.
  }

  /** What the function throws is an uncaught exception, as in a listener of an `EventTarget`, and no failure of the connection. */
  #tell(type: EventType, path: string, zxid: bigint | undefined): void {
    try {
      this.#watcher({ type, state: KeeperState.SyncConnected, path: this.#chroot.strip(path), zxid });
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  }
}

/** The listeners for callers' functions: one for each function and view. */
export class WatcherListeners {
  readonly #byChroot = new WeakMap<Chroot, WeakMap<Watcher, WatcherListener>>();

  of(watcher: Watcher, chroot: Chroot): WatchListener {
    let byWatcher = this.#byChroot.get(chroot);
    if (byWatcher === undefined) {
      byWatcher = new WeakMap();
      this.#byChroot.set(chroot, byWatcher);
    }
    let listener = byWatcher.get(watcher);
    if (listener === undefined) {
      listener = new WatcherListener(watcher, chroot);
      byWatcher.set(watcher, listener);
    }
    return listener;
  }
}
