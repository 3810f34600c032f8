import type { PathHasher } from './path-hasher.ts';
import { PathMap } from './path-map.ts';
import { PathTable } from './path-table.ts';
import { Registrations, type Registration } from './registrations.ts';
import type { Watcher } from './requester.ts';
import { WatchMode } from './watch-modes.ts';

/** For a million of paths that are watched. */
const INDEX_BITS = 4;

const NONE: readonly Watcher[] = [];

/** What a registration costs beside the characters of its path, measured: itself, its place in both maps, the string. */
const REGISTRATION_BYTES = 176;

/** What it costs more when it is recursive: a set of its own. */
const RECURSIVE_BYTES = 270;

/**
 * Who watches which path. Adding, removing and firing one watch cost the same however many there are, but for the `Map`
 * of each connection, which is copied when it doubles: in 50 ms when one connection watches more than 2^20 paths. Removing
 * a connection's costs as many steps as it has watches; firing costs as many as there are connections to tell, plus a look
 * at each level above the path at which there are recursive watches.
 */
export class WatchTable {
  readonly #hasher: PathHasher;
  /** The first registration of each path. */
  readonly #byPath: PathTable<Registration>;
  readonly #byWatcher = new Map<Watcher, Registrations>();
  readonly #recursive = new PathMap<Set<Watcher>>();
  #size = 0;
  #bytes = 0;

  /** `hasher` is that of the tree. */
  constructor(hasher: PathHasher) {
    this.#hasher = hasher;
    this.#byPath = new PathTable(hasher, INDEX_BITS);
  }

  /** How many pairs of a connection and a path there are, whatever their modes. */
  get size(): number {
    return this.#size;
  }

  /** About how much memory the watches take, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get watcherCount(): number {
    return this.#byWatcher.size;
  }

  get pathCount(): number {
    return this.#byPath.size;
  }

  /** Below how many paths everything is watched. */
  get recursivePathCount(): number {
    return this.#recursive.size;
  }

  /** How many paths `watcher` watches. */
  countOf(watcher: Watcher): number {
    return this.#byWatcher.get(watcher)?.size ?? 0;
  }

  /** Adds a watch. Does nothing where there is the same already. */
  add(path: string, watcher: Watcher, mode: WatchMode): void {
    const registration = this.#registrationOf(path, watcher) ?? this.#register(path, watcher);
    if ((registration.modes & mode) !== 0) return;
    registration.modes |= mode;
    if (mode === WatchMode.PERSISTENT_RECURSIVE) this.#addRecursive(path, watcher);
  }

  /** Whether `watcher` watches `path` itself in one of `modes`. */
  has(path: string, watcher: Watcher, modes: number): boolean {
    const registration = this.#registrationOf(path, watcher);
    return registration !== undefined && (registration.modes & modes) !== 0;
  }

  /** Removes `modes` from a connection's watch on a path. Tells whether there was one of them. */
  remove(path: string, watcher: Watcher, modes: number): boolean {
    const registration = this.#registrationOf(path, watcher);
    if (registration === undefined || (registration.modes & modes) === 0) return false;
    this.#removeModes(registration, modes);
    return true;
  }

  /** Removes all watches of a connection. */
  removeWatcher(watcher: Watcher): void {
    const registrations = this.#byWatcher.get(watcher);
    if (registrations === undefined) return;
    for (const registration of registrations.values()) this.#removeModes(registration, registration.modes);
  }

  /**
   * Those who are to be told of a change at `path`, each once: who watches it, and who watches something above it
   * recursively. Standard watches are gone after it.
   */
  trigger(path: string): readonly Watcher[] {
    const first = this.#byPath.get(path);
    const watchers = first === undefined ? NONE : this.#consume(first);
    const above = this.#recursive.along(path);
    if (above.length === 0) return watchers;
    const told = new Set(watchers);
    for (const recursive of above) {
      for (const watcher of recursive) told.add(watcher);
    }
    return [...told];
  }

  /** Every path that is watched, with who watches it. */
  *byPath(): Generator<[string, Iterable<Watcher>], void, undefined> {
    for (const first of this.#byPath.values()) yield [first.path, watchersFrom(first)];
  }

  /** Every connection that watches something, with what it watches. */
  *byWatcher(): Generator<[Watcher, Iterable<string>], void, undefined> {
    for (const [watcher, registrations] of this.#byWatcher) yield [watcher, pathsOf(registrations)];
  }

  #registrationOf(path: string, watcher: Watcher): Registration | undefined {
    return this.#byWatcher.get(watcher)?.get(path, this.#hasher.hash(path));
  }

  #register(path: string, watcher: Watcher): Registration {
    const registration: Registration = {
      watcher,
      path,
      pathHash: 0,
      modes: 0,
      previous: undefined,
      next: undefined,
      nextOfHash: undefined,
    };
    const next = this.#byPath.set(registration);
    if (next !== undefined) {
      registration.next = next;
      next.previous = registration;
    }
    let registrations = this.#byWatcher.get(watcher);
    if (registrations === undefined) {
      registrations = new Registrations();
      this.#byWatcher.set(watcher, registrations);
    }
    registrations.add(registration);
    this.#size++;
    this.#bytes += path.length + REGISTRATION_BYTES;
    return registration;
  }

  /** Collects the watchers of one path, and takes their standard watches away. */
  #consume(first: Registration): Watcher[] {
    const watchers: Watcher[] = [];
    let registration: Registration | undefined = first;
    while (registration !== undefined) {
      const next: Registration | undefined = registration.next;
      watchers.push(registration.watcher);
      this.#removeModes(registration, WatchMode.STANDARD);
      registration = next;
    }
    return watchers;
  }

  #removeModes(registration: Registration, modes: number): void {
    const removed = registration.modes & modes;
    registration.modes &= ~modes;
    if ((removed & WatchMode.PERSISTENT_RECURSIVE) !== 0) this.#removeRecursive(registration);
    if (registration.modes === 0) this.#unregister(registration);
  }

  #unregister(registration: Registration): void {
    const { path, watcher, previous, next } = registration;
    if (previous !== undefined) previous.next = next;
    else if (next !== undefined) this.#byPath.replace(registration, next);
    else this.#byPath.delete(registration);
    if (next !== undefined) next.previous = previous;
    const registrations = this.#byWatcher.get(watcher)!;
    registrations.delete(registration);
    if (registrations.size === 0) this.#byWatcher.delete(watcher);
    this.#size--;
    this.#bytes -= path.length + REGISTRATION_BYTES;
  }

  /** Any string can be watched, but only below a path is there something else. */
  #addRecursive(path: string, watcher: Watcher): void {
    this.#bytes += RECURSIVE_BYTES;
    if (!path.startsWith('/')) return;
    const watchers = this.#recursive.get(path);
    if (watchers === undefined) this.#recursive.set(path, new Set([watcher]));
    else watchers.add(watcher);
  }

  #removeRecursive({ path, watcher }: Registration): void {
    this.#bytes -= RECURSIVE_BYTES;
    if (!path.startsWith('/')) return;
    const watchers = this.#recursive.get(path);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#recursive.delete(path);
  }
}

function* watchersFrom(first: Registration): Generator<Watcher, void, undefined> {
  for (
    let registration: Registration | undefined = first;
    registration !== undefined;
    registration = registration.next
  ) {
    yield registration.watcher;
  }
}

function* pathsOf(registrations: Registrations): Generator<string, void, undefined> {
  for (const { path } of registrations.values()) yield path;
}
