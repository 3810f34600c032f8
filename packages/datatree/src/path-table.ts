import { HashIndex } from './hash-index.ts';
import { ItemList } from './item-list.ts';
import type { PathHasher } from './path-hasher.ts';

/** What has a path. */
interface Item {
  readonly path: string;
  /** Is set when the item is put into its only table: taking it out, or putting another in its place, reads no path. */
  pathHash: number;
}

/**
 * Items by their path, in a table that grows and shrinks in small parts. A `Map` of a million stands still for 50 ms when
 * it grows beyond 2^20 and ends at 2^24; and each string that it is asked for goes to V8's table of all strings, which
 * stands still for as long when so many of them are kept. This one is filled faster, and takes less memory.
 */
export class PathTable<T extends Item> {
  readonly #hasher: PathHasher;
  readonly #indexes: readonly HashIndex[];
  readonly #items = new ItemList<T>();
  #size = 0;

  /** There are 2^`indexBits` indexes: with 8 bits and a million items each has 4,000, which are copied in 0.1 ms. */
  constructor(hasher: PathHasher, indexBits: number) {
    this.#hasher = hasher;
    this.#indexes = Array.from({ length: 1 << indexBits }, () => new HashIndex(indexBits));
  }

  get size(): number {
    return this.#size;
  }

  get(path: string): T | undefined {
    if (this.#size === 0) return undefined;
    const number = this.#numberOf(path, this.#hasher.hash(path));
    return number === 0 ? undefined : this.#items.at(number);
  }

  /** All items, in no order that means anything. */
  values(): Generator<T, void, undefined> {
    return this.#items.values();
  }

  /** Puts an item in. False when there is one of its path: then nothing is done. */
  add(item: T): boolean {
    const hash = this.#hasher.hash(item.path);
    if (this.#numberOf(item.path, hash) !== 0) return false;
    this.#insert(item, hash);
    return true;
  }

  /** Puts an item in, in place of one of its path, which is returned. */
  set(item: T): T | undefined {
    const hash = this.#hasher.hash(item.path);
    const number = this.#numberOf(item.path, hash);
    if (number === 0) {
      this.#insert(item, hash);
      return undefined;
    }
    const replaced = this.#items.at(number);
    item.pathHash = hash;
    this.#items.replace(number, item);
    return replaced;
  }

  /** Puts an item in the place of one of the same path, which must be there. */
  replace(replaced: T, item: T): void {
    const hash = replaced.pathHash;
    const index = this.#indexOf(hash);
    const place = this.#placeOf(replaced, index);
    item.pathHash = hash;
    this.#items.replace(index.at(place), item);
  }

  /** Takes out an item. Does nothing when it isn't there, or another one of its path is. */
  delete(item: T): void {
    const index = this.#indexOf(item.pathHash);
    const place = this.#placeOf(item, index);
    if (place < 0) return;
    this.#items.delete(index.at(place));
    index.deleteAt(place);
    this.#size--;
  }

  /** The number of the item at `path`; 0 when there is none. */
  #numberOf(path: string, hash: number): number {
    const index = this.#indexOf(hash);
    for (let place = index.find(hash); place >= 0; place = index.findAfter(place, hash)) {
      const number = index.at(place);
      if (this.#items.at(number).path === path) return number;
    }
    return 0;
  }

  /** Where an item is in its index; -1 when it isn't there. */
  #placeOf(item: T, index: HashIndex): number {
    const hash = item.pathHash;
    let place = index.find(hash);
    while (place >= 0 && this.#items.at(index.at(place)) !== item) place = index.findAfter(place, hash);
    return place;
  }

  #insert(item: T, hash: number): void {
    item.pathHash = hash;
    this.#indexOf(hash).add(hash, this.#items.add(item));
    this.#size++;
  }

  #indexOf(hash: number): HashIndex {
    return this.#indexes[hash & (this.#indexes.length - 1)]!;
  }
}
