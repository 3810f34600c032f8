/** From how many characters on a path is long. Shorter ones are hashed sooner than looked for among the latest. */
const LONG = 256;

const MULTIPLIER = 0x5bd1_e995;

/**
 * Hashes of paths, 32 bits each. Who doesn't know the seed cannot choose paths that all have one hash; V8's own hash of
 * more than 16,383 characters is their number.
 *
 * A path may be as long as a request, and is looked up in several tables: the hashes of the two latest long ones, which
 * are often a znode's and its parent's, are kept. What is remembered longer keeps its own.
 */
export class PathHasher {
  readonly #seed: number;
  #latest = '';
  #latestHash = 0;
  #second = '';
  #secondHash = 0;

  /** `seed` is any 32-bit integer. */
  constructor(seed: number) {
    this.#seed = seed | 0;
  }

  hash(path: string): number {
    return path.length < LONG ? hashFrom(path, 0, this.#seed) : this.#hashLong(path);
  }

  #hashLong(path: string): number {
    if (path === this.#latest) return this.#latestHash;
    const hash = path === this.#second ? this.#secondHash : hashInLanes(path, this.#seed);
    this.#second = this.#latest;
    this.#secondHash = this.#latestHash;
    this.#latest = path;
    this.#latestHash = hash;
    return hash;
  }
}

/** Each character passes a multiplication and a fold, as in MurmurHash: what collides under one seed doesn't under another. */
function hashFrom(path: string, start: number, seed: number): number {
  let hash = seed;
  for (let index = start; index < path.length; index++) {
    hash = Math.imul(hash ^ path.charCodeAt(index), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Every fourth character goes one way: a processor goes four ways in the time of one. */
function hashInLanes(path: string, seed: number): number {
  let first = seed;
  let second = ~seed;
  let third = Math.imul(seed, MULTIPLIER) + 1;
  let fourth = ~third;
  const end = path.length & ~3;
  for (let index = 0; index < end; index += 4) {
    first = Math.imul(first ^ path.charCodeAt(index), MULTIPLIER);
    second = Math.imul(second ^ path.charCodeAt(index + 1), MULTIPLIER);
    third = Math.imul(third ^ path.charCodeAt(index + 2), MULTIPLIER);
    fourth = Math.imul(fourth ^ path.charCodeAt(index + 3), MULTIPLIER);
    first ^= first >>> 15;
    second ^= second >>> 15;
    third ^= third >>> 15;
    fourth ^= fourth >>> 15;
  }
  return hashFrom(path, end, stirred(stirred(stirred(first) ^ second) ^ third) ^ fourth);
}

/** As MurmurHash3 ends: what differs in one way must not be evened out by the same difference in the next. */
function stirred(way: number): number {
  let hash = Math.imul(way ^ (way >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
