import { HashIndex } from './hash-index.ts';
import type { Znode } from './znode.ts';

/** How many indexes there are: with a million znodes each has 4,000, which are copied in 0.1 ms when it grows. */
const INDEX_COUNT = 256;
const INDEX_BITS = 8;

const CHUNK_BITS = 12;
const CHUNK_LENGTH = 1 << CHUNK_BITS;

/**
 * Znodes by path. A `Map` of a million takes longer to fill and 20 bytes more for each, stands still for 50 ms when it grows
 * beyond 2^20, and ends at 2^24.
 *
 * The znodes are in a list, in the order in which they came, since the garbage collector lays them out in memory in the
 * order in which it meets them: through the chains of a hash table it would scatter them, and all that goes along the tree
 * would take half as long again.
 */
export class ZnodeTable {
  readonly #indexes: readonly HashIndex[] = Array.from({ length: INDEX_COUNT }, () => new HashIndex(INDEX_BITS));
  /** The list, in pieces: one long array would be copied when it grows. Numbers in the indexes begin at 1. */
  readonly #chunks: (Znode | undefined)[][] = [];
  /** Numbers of places in the list that are free again. */
  readonly #free: number[] = [];
  readonly #seed: number;
  #size = 0;
  #lastNumber = 0;

  /** `seed` is any 32-bit integer: who doesn't know it cannot choose paths that all have one hash. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  get(path: string): Znode | undefined {
    const hash = hashOf(path, this.#seed);
    return this.#find(path, hash, this.#indexOf(hash));
  }

  /** Puts a znode in. False when there is one of its path: then nothing is done. */
  add(node: Znode): boolean {
    const hash = hashOf(node.path, this.#seed);
    const index = this.#indexOf(hash);
    if (this.#find(node.path, hash, index) !== undefined) return false;
    index.add(hash, this.#place(node));
    this.#size++;
    return true;
  }

  /** Takes out a znode that is in it. */
  delete(node: Znode): void {
    const hash = hashOf(node.path, this.#seed);
    const index = this.#indexOf(hash);
    let place = index.find(hash);
    while (this.#at(index.at(place)) !== node) place = index.findAfter(place, hash);
    const number = index.at(place);
    index.deleteAt(place);
    this.#chunks[(number - 1) >>> CHUNK_BITS]![(number - 1) & (CHUNK_LENGTH - 1)] = undefined;
    this.#free.push(number);
    this.#size--;
  }

  #find(path: string, hash: number, index: HashIndex): Znode | undefined {
    for (let place = index.find(hash); place >= 0; place = index.findAfter(place, hash)) {
      const node = this.#at(index.at(place))!;
      if (node.path === path) return node;
    }
    return undefined;
  }

  #indexOf(hash: number): HashIndex {
    return this.#indexes[hash & (INDEX_COUNT - 1)]!;
  }

  #at(number: number): Znode | undefined {
    return this.#chunks[(number - 1) >>> CHUNK_BITS]![(number - 1) & (CHUNK_LENGTH - 1)];
  }

  /** Gives a znode a number. */
  #place(node: Znode): number {
    const number = this.#free.pop() ?? ++this.#lastNumber;
    const chunk = (number - 1) >>> CHUNK_BITS;
    if (chunk === this.#chunks.length) this.#chunks.push([]);
    this.#chunks[chunk]![(number - 1) & (CHUNK_LENGTH - 1)] = node;
    return number;
  }
}

/** Each character passes a multiplication and a fold, as in MurmurHash: what collides under one seed doesn't under another. */
function hashOf(path: string, seed: number): number {
  let hash = seed | 0;
  for (let index = 0; index < path.length; index++) {
    hash = Math.imul(hash ^ path.charCodeAt(index), 0x5bd1_e995);
    hash ^= hash >>> 15;
  }
  return hash;
}
