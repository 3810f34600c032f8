import { EventType, Permission, type Acl } from '@zookit/protocol';
import type { AccessControl } from './access-control.ts';
import type { PathHasher } from './path-hasher.ts';
import type { Watcher } from './requester.ts';
import { WatchMode } from './watch-modes.ts';
import { WatchTable } from './watch-table.ts';

/** A znode that something happened to: its path, and who may know. */
export interface Watched {
  readonly path: string;
  readonly acl: readonly Acl[];
}

/** What {@link Watches} is told. */
export interface WatchesOptions {
  readonly accessControl: AccessControl;
  readonly onWatcherError: ((error: unknown, watcher: Watcher) => void) | undefined;
  /** That of the tree. */
  readonly hasher: PathHasher;
}

/** A zxid for events that no transaction caused just now. */
export const CATCH_UP_ZXID = -1n;

/**
 * The watches of this server's connections: a table for changes of znodes themselves, one for changes of their children.
 *
 * What a transaction sets off is told while it is applied, not gathered: there may be millions of events. Who may not read
 * a znode is told nothing, but a standard watch is used up all the same.
 *
 * Watches are set by reads and set off by transactions: what is marked as internal is for them.
 */
export class Watches {
  readonly #data: WatchTable;
  readonly #children: WatchTable;
  readonly #options: WatchesOptions;

  constructor(options: WatchesOptions) {
    this.#options = options;
    this.#data = new WatchTable(options.hasher);
    this.#children = new WatchTable(options.hasher);
  }

  /**
   * About how much memory the watches take, in bytes. A path may be as long as a request, so their number alone says
   * little.
   */
  get bytes(): number {
    return this.#data.bytes + this.#children.bytes;
  }

  get dataWatchCount(): number {
    return this.#data.size;
  }

  get childWatchCount(): number {
    return this.#children.size;
  }

  /** How many connections have watches in the data table, which is all that `wchs` counts. */
  get connectionCount(): number {
    return this.#data.watcherCount;
  }

  /** How many paths are watched in the data table. */
  get pathCount(): number {
    return this.#data.pathCount;
  }

  /** The data table by path: `wchp`. */
  byPath(): Iterable<[string, Iterable<Watcher>]> {
    return this.#data.byPath();
  }

  /** The data table by connection: `wchc`. */
  byWatcher(): Iterable<[Watcher, Iterable<string>]> {
    return this.#data.byWatcher();
  }

  /** How many watches a connection has, in both tables. */
  countOf(watcher: Watcher): number {
    return this.#data.countOf(watcher) + this.#children.countOf(watcher);
  }

  /**
   * Watches the existence and the data of a path once.
   *
   * @internal
   */
  addData(path: string, watcher: Watcher): void {
    this.#data.add(path, watcher, WatchMode.STANDARD);
  }

  /**
   * Watches the children of a path once.
   *
   * @internal
   */
  addChildren(path: string, watcher: Watcher): void {
    this.#children.add(path, watcher, WatchMode.STANDARD);
  }

  /**
   * Watches a path and its children until the watch is removed.
   *
   * @internal
   */
  addPersistent(path: string, watcher: Watcher): void {
    this.#data.add(path, watcher, WatchMode.PERSISTENT);
    this.#children.add(path, watcher, WatchMode.PERSISTENT);
  }

  /**
   * Watches a path and everything below it until the watch is removed.
   *
   * @internal
   */
  addPersistentRecursive(path: string, watcher: Watcher): void {
    this.#data.add(path, watcher, WatchMode.PERSISTENT_RECURSIVE);
  }

  /**
   * Whether a connection watches `path` in one of the modes, by table.
   *
   * @internal
   */
  has(path: string, watcher: Watcher, modes: WatchModes): boolean {
    return this.#data.has(path, watcher, modes.data) || this.#children.has(path, watcher, modes.children);
  }

  /**
   * Removes these modes from a connection's watches on `path`. Tells whether there was one.
   *
   * @internal
   */
  remove(path: string, watcher: Watcher, modes: WatchModes): boolean {
    const hadData = this.#data.remove(path, watcher, modes.data);
    const hadChildren = this.#children.remove(path, watcher, modes.children);
    return hadData || hadChildren;
  }

  /** Removes all watches of a connection that was closed. */
  removeWatcher(watcher: Watcher): void {
    this.#data.removeWatcher(watcher);
    this.#children.removeWatcher(watcher);
  }

  /**
   * A znode was created below `parent`.
   *
   * @internal
   */
  created(node: Watched, parent: Watched, zxid: bigint): void {
    this.#tell(this.#data.trigger(node.path), EventType.NodeCreated, node, zxid);
    this.#tell(this.#children.trigger(parent.path), EventType.NodeChildrenChanged, parent, zxid);
  }

  /**
   * A znode was deleted, with the ACL that it had. Who watched it and its children is told once.
   *
   * @internal
   */
  deleted(node: Watched, parent: Watched, zxid: bigint): void {
    const watchers = this.#data.trigger(node.path);
    const others = without(this.#children.trigger(node.path), watchers);
    this.#tell(watchers, EventType.NodeDeleted, node, zxid);
    this.#tell(others, EventType.NodeDeleted, node, zxid);
    this.#tell(this.#children.trigger(parent.path), EventType.NodeChildrenChanged, parent, zxid);
  }

  /**
   * The data of a znode was set.
   *
   * @internal
   */
  dataChanged(node: Watched, zxid: bigint): void {
    this.#tell(this.#data.trigger(node.path), EventType.NodeDataChanged, node, zxid);
  }

  /**
   * Tells one connection of one event. What it throws is its own affair.
   *
   * @internal
   */
  notify(watcher: Watcher, type: EventType, path: string, zxid: bigint): void {
    try {
      watcher.notify(type, path, zxid);
    } catch (error) {
      this.#options.onWatcherError?.(error, watcher);
    }
  }

  #tell(watchers: readonly Watcher[], type: EventType, { path, acl }: Watched, zxid: bigint): void {
    for (const watcher of watchers) {
      if (this.#mayRead(watcher, acl)) this.notify(watcher, type, path, zxid);
    }
  }

  /** The transaction has been agreed upon and is applied, whatever access control comes to: a failure of it is a no. */
  #mayRead(watcher: Watcher, acl: readonly Acl[]): boolean {
    const { accessControl, onWatcherError } = this.#options;
    try {
      return accessControl.allows(acl, Permission.READ, watcher.identities);
    } catch (error) {
      onWatcherError?.(error, watcher);
      return false;
    }
  }
}

/** Bits of {@link WatchMode} in each of the two tables. */
export interface WatchModes {
  readonly data: number;
  readonly children: number;
}

function without(watchers: readonly Watcher[], told: readonly Watcher[]): readonly Watcher[] {
  if (watchers.length === 0 || told.length === 0) return watchers;
  const toldOnes = new Set(told);
  return watchers.filter((watcher) => !toldOnes.has(watcher));
}
