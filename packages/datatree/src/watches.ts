import { EventType, Permission, type Acl } from '@zookit/protocol';
import type { AccessControl } from './access-control.ts';
import type { Watcher } from './requester.ts';
import { WatchMode } from './watch-modes.ts';
import { WatchTable } from './watch-table.ts';

interface WatchEvent {
  readonly watcher: Watcher;
  readonly type: EventType;
  readonly path: string;
}

/** What {@link Watches} is told. */
export interface WatchesOptions {
  readonly accessControl: AccessControl;
  readonly onWatcherError: ((error: unknown, watcher: Watcher) => void) | undefined;
}

/** A zxid for events that no transaction caused just now. */
export const CATCH_UP_ZXID = -1n;

/**
 * The watches of this server's connections: a table for changes of znodes themselves, one for changes of their children.
 *
 * What a transaction sets off is collected while it is applied and told when it has been applied as a whole: nobody sees
 * half a multi. Who may not read a znode is told nothing, but a standard watch is used up all the same.
 */
export class Watches {
  readonly #data = new WatchTable();
  readonly #children = new WatchTable();
  readonly #options: WatchesOptions;
  #due: WatchEvent[] = [];

  constructor(options: WatchesOptions) {
    this.#options = options;
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

  /** How many pairs of a connection and a path the data table holds. */
  get totalCount(): number {
    return this.#data.size;
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

  /** Watches the existence and the data of a path once. */
  addData(path: string, watcher: Watcher): void {
    this.#data.add(path, watcher, WatchMode.STANDARD);
  }

  /** Watches the children of a path once. */
  addChildren(path: string, watcher: Watcher): void {
    this.#children.add(path, watcher, WatchMode.STANDARD);
  }

  /** Watches a path and its children until the watch is removed. */
  addPersistent(path: string, watcher: Watcher): void {
    this.#data.add(path, watcher, WatchMode.PERSISTENT);
    this.#children.add(path, watcher, WatchMode.PERSISTENT);
  }

  /** Watches a path and everything below it until the watch is removed. */
  addPersistentRecursive(path: string, watcher: Watcher): void {
    this.#data.add(path, watcher, WatchMode.PERSISTENT_RECURSIVE);
  }

  /** Whether a connection watches `path` in one of the modes, by table. */
  has(path: string, watcher: Watcher, modes: WatchModes): boolean {
    return this.#data.has(path, watcher, modes.data) || this.#children.has(path, watcher, modes.children);
  }

  /** Removes these modes from a connection's watches on `path`. Tells whether there was one. */
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

  /** A znode was created. `acl` and `parentAcl` say who may know. */
  created(path: string, acl: readonly Acl[], parentPath: string, parentAcl: readonly Acl[]): void {
    this.#collect(this.#data.trigger(path), EventType.NodeCreated, path, acl);
    this.#collect(this.#children.trigger(parentPath), EventType.NodeChildrenChanged, parentPath, parentAcl);
  }

  /** A znode was deleted. `acl` is the one that it had. Who watched it and its children is told once. */
  deleted(path: string, acl: readonly Acl[], parentPath: string, parentAcl: readonly Acl[]): void {
    const told = this.#data.trigger(path);
    this.#collect(told, EventType.NodeDeleted, path, acl);
    const others = this.#children.trigger(path);
    this.#collect(without(others, told), EventType.NodeDeleted, path, acl);
    this.#collect(this.#children.trigger(parentPath), EventType.NodeChildrenChanged, parentPath, parentAcl);
  }

  /** The data of a znode was set. */
  dataChanged(path: string, acl: readonly Acl[]): void {
    this.#collect(this.#data.trigger(path), EventType.NodeDataChanged, path, acl);
  }

  /** Tells of everything that was set off since the last call, in its order. */
  deliver(zxid: bigint): void {
    if (this.#due.length === 0) return;
    const due = this.#due;
    this.#due = [];
    for (const { watcher, type, path } of due) this.notify(watcher, type, path, zxid);
  }

  /** Tells one connection of one event. What it throws is its own affair. */
  notify(watcher: Watcher, type: EventType, path: string, zxid: bigint): void {
    try {
      watcher.notify(type, path, zxid);
    } catch (error) {
      this.#options.onWatcherError?.(error, watcher);
    }
  }

  #collect(watchers: readonly Watcher[], type: EventType, path: string, acl: readonly Acl[]): void {
    for (const watcher of watchers) {
      if (this.#mayRead(watcher, acl)) this.#due.push({ watcher, type, path });
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
