/** A Java table grows when more than this part of it is taken. */
const LOAD_FACTOR = 0.75;

/**
 * The order in which a Java HashSet or HashMap goes through what was put into it in the order of `items`. That of keys
 * which share a place of the table is theirs too, as long as eight or fewer ever do, at any size that the table had.
 *
 * @param capacity - how large the table is to begin with: a power of two
 */
export function javaHashOrder<T>(items: readonly T[], hashOf: (item: T) => number, capacity: number): T[] {
  let size = capacity;
  while (items.length > size * LOAD_FACTOR) size *= 2;
  const places = Uint32Array.from(items, (item) => placeOf(hashOf(item), size));
  const starts = new Uint32Array(size + 1);
  for (const place of places) starts[place + 1]!++;
  for (let place = 0; place < size; place++) starts[place + 1]! += starts[place]!;
  const ordered = [...items];
  for (const [index, place] of places.entries()) ordered[starts[place]!++] = items[index]!;
  return ordered;
}

/** `String.hashCode`. */
export function javaStringHash(text: string, start = 0): number {
  let hash = 0;
  for (let index = start; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** `Long.hashCode`. */
export function javaLongHash(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ BigInt.asUintN(32, value >> 32n)));
}

function placeOf(hash: number, size: number): number {
  return (hash ^ (hash >>> 16)) & (size - 1);
}
