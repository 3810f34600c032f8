import type { Watcher } from './requester.ts';

/** One connection's interest in one path. Those of a path form a chain. */
export interface Registration {
  readonly watcher: Watcher;
  readonly path: string;
  /** Is set by the table of paths. */
  pathHash: number;
  /** Bits of {@link WatchMode}; 0 while it comes or goes. */
  modes: number;
  previous: Registration | undefined;
  next: Registration | undefined;
  /** Another one of the same connection whose path has the same hash. */
  nextOfHash: Registration | undefined;
}

/**
 * What one connection watches, by the hashes of the paths. By the paths themselves, a `Map` would look at all of them that
 * are longer than 16,383 characters and equally long: such strings have one hash in V8.
 */
export class Registrations {
  readonly #byHash = new Map<number, Registration>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(path: string, hash: number): Registration | undefined {
    let registration = this.#byHash.get(hash);
    while (registration !== undefined && registration.path !== path) registration = registration.nextOfHash;
    return registration;
  }

  /** Adds one of a path that is not there. */
  add(registration: Registration): void {
    registration.nextOfHash = this.#byHash.get(registration.pathHash);
    this.#byHash.set(registration.pathHash, registration);
    this.#size++;
  }

  /** Removes one that is there. */
  delete(registration: Registration): void {
    const { pathHash, nextOfHash } = registration;
    const first = this.#byHash.get(pathHash)!;
    if (first !== registration) beforeIn(first, registration).nextOfHash = nextOfHash;
    else if (nextOfHash !== undefined) this.#byHash.set(pathHash, nextOfHash);
    else this.#byHash.delete(pathHash);
    this.#size--;
  }

  /** All of them. Each may be deleted when it has come. */
  *values(): Generator<Registration, void, undefined> {
    for (const first of this.#byHash.values()) {
      let registration: Registration | undefined = first;
      while (registration !== undefined) {
        const next: Registration | undefined = registration.nextOfHash;
        yield registration;
        registration = next;
      }
    }
  }
}

function beforeIn(first: Registration, registration: Registration): Registration {
  let before = first;
  while (before.nextOfHash !== registration) before = before.nextOfHash!;
  return before;
}
