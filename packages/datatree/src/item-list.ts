const CHUNK_BITS = 12;
const CHUNK_LENGTH = 1 << CHUNK_BITS;

/** A chunk that is empty again lets its memory go, unless it never had more items than this. */
const KEPT_LENGTH = 64;

/** The end of a chain of free places. */
const NO_PLACE = -1;

/**
 * Items by numbers that the list gives them, in chunks of 4,096: one long array would be copied when it grows. Places
 * that are free again hold the number of the next free place of their chunk.
 *
 * The list is in the order in which items came, since the garbage collector lays them out in memory in the order in which
 * it meets them: through the chains of a hash table it would scatter them, and all that goes along the tree would take
 * half as long again.
 */
export class ItemList<T extends object> {
  readonly #chunks: (T | number)[][] = [];
  /** Where the chain of free places of each chunk begins. */
  readonly #firstFree: number[] = [];
  /** How many items each chunk holds. */
  readonly #counts: number[] = [];
  /** The chunks that are not full, in any order. The last one is filled first. */
  readonly #open: number[] = [];

  /** Puts an item where there is room. The number, above 0, is its own until it is deleted. */
  add(item: T): number {
    if (this.#open.length === 0) this.#addChunk();
    const chunk = this.#open[this.#open.length - 1]!;
    const place = this.#occupy(chunk, item);
    const count = this.#counts[chunk]! + 1;
    this.#counts[chunk] = count;
    if (count === CHUNK_LENGTH) this.#open.pop();
    return ((chunk << CHUNK_BITS) | place) + 1;
  }

  /** The item of a number that the list has given. */
  at(number: number): T {
    return this.#chunks[(number - 1) >>> CHUNK_BITS]![(number - 1) & (CHUNK_LENGTH - 1)] as T;
  }

  /** Puts an item in the place of another one. */
  replace(number: number, item: T): void {
    this.#chunks[(number - 1) >>> CHUNK_BITS]![(number - 1) & (CHUNK_LENGTH - 1)] = item;
  }

  delete(number: number): void {
    const chunk = (number - 1) >>> CHUNK_BITS;
    const place = (number - 1) & (CHUNK_LENGTH - 1);
    const count = this.#counts[chunk]! - 1;
    this.#counts[chunk] = count;
    if (count === CHUNK_LENGTH - 1) this.#open.push(chunk);
    this.#chunks[chunk]![place] = this.#firstFree[chunk]!;
    this.#firstFree[chunk] = place;
    if (count === 0) this.#letGo(chunk);
  }

  /** All items, in no order that means anything. */
  *values(): Generator<T, void, undefined> {
    for (const chunk of this.#chunks) {
      for (const item of chunk) if (typeof item !== 'number') yield item;
    }
  }

  /** For how many items there is memory. */
  get capacity(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  #addChunk(): void {
    this.#open.push(this.#chunks.length);
    this.#chunks.push([]);
    this.#firstFree.push(NO_PLACE);
    this.#counts.push(0);
  }

  #occupy(chunk: number, item: T): number {
    const items = this.#chunks[chunk]!;
    const place = this.#firstFree[chunk]!;
    if (place === NO_PLACE) return items.push(item) - 1;
    this.#firstFree[chunk] = items[place] as number;
    items[place] = item;
    return place;
  }

  #letGo(chunk: number): void {
    if (this.#chunks[chunk]!.length <= KEPT_LENGTH) return;
    this.#chunks[chunk] = [];
    this.#firstFree[chunk] = NO_PLACE;
  }
}
