const LENGTH_MIN = 16;

/**
 * Numbers above 0 by their hash: a hash table with open addressing in one array of integers, pairs of hash and number. To
 * grow is to copy it, whatever the numbers stand for.
 */
export class HashIndex {
  readonly #ignoredBits: number;
  #pairs = new Int32Array(LENGTH_MIN);
  #count = 0;

  /** `ignoredBits` says how many low bits all hashes have in common. */
  constructor(ignoredBits: number) {
    this.#ignoredBits = ignoredBits;
  }

  /** Where the first number with this hash is; -1 when there is none. Valid until numbers come or go. */
  find(hash: number): number {
    return this.#findFrom(this.#home(hash), hash);
  }

  /** Where the next number with this hash is, behind one that was found; -1 when there is none. */
  findAfter(place: number, hash: number): number {
    return this.#findFrom((place + 2) & (this.#pairs.length - 1), hash);
  }

  /** The number that was found. */
  at(place: number): number {
    return this.#pairs[place + 1]!;
  }

  add(hash: number, number: number): void {
    if (8 * (this.#count + 1) > 3 * this.#pairs.length) this.#resize(2 * this.#pairs.length);
    this.#put(hash, number);
    this.#count++;
  }

  /** Takes out a number that was found, and moves up those that had to give way to it. */
  deleteAt(place: number): void {
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    let hole = place;
    for (let at = (hole + 2) & mask; pairs[at + 1] !== 0; at = (at + 2) & mask) {
      const home = this.#home(pairs[at]!);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      pairs.copyWithin(hole, at, at + 2);
      hole = at;
    }
    pairs[hole + 1] = 0;
    this.#count--;
    if (pairs.length > LENGTH_MIN && 16 * this.#count < pairs.length) this.#resize(pairs.length / 2);
  }

  #findFrom(place: number, hash: number): number {
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    for (let at = place; pairs[at + 1] !== 0; at = (at + 2) & mask) if (pairs[at] === hash) return at;
    return -1;
  }

  #put(hash: number, number: number): void {
    const pairs = this.#pairs;
    let at = this.#home(hash);
    while (pairs[at + 1] !== 0) at = (at + 2) & (pairs.length - 1);
    pairs[at] = hash;
    pairs[at + 1] = number;
  }

  #resize(length: number): void {
    const pairs = this.#pairs;
    this.#pairs = new Int32Array(length);
    for (let at = 0; at < pairs.length; at += 2) if (pairs[at + 1] !== 0) this.#put(pairs[at]!, pairs[at + 1]!);
  }

  #home(hash: number): number {
    return ((hash >>> this.#ignoredBits) << 1) & (this.#pairs.length - 1);
  }
}
