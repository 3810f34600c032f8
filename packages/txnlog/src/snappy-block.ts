const HASH_BITS = 14;
const HASH_SHIFT = 32 - HASH_BITS;
const MATCH_MIN_BYTES = 4;
const LITERAL_BYTE_MAX = 60;

/**
 * Compresses up to 64 KiB into one raw Snappy block: its length, then literals and copies of what came before. Greedy: it
 * takes the last place where the next four bytes stood, if any. Source: Snappy's format_description.txt.
 */
export function compressBlock(input: Uint8Array): Uint8Array {
  // Four bytes in sixty at most are lost where nothing repeats.
  const output = new BlockOutput(32 + input.length + Math.ceil(input.length / 6));
  output.varint(input.length);
  const lastSeen = new Int32Array(1 << HASH_BITS).fill(-1);
  let literalStart = 0;
  let at = 0;
  while (at + MATCH_MIN_BYTES <= input.length) {
    const word = wordAt(input, at);
    const hash = Math.imul(word, 0x1e35a7bd) >>> HASH_SHIFT;
    const candidate = lastSeen[hash]!;
    lastSeen[hash] = at;
    if (candidate < 0 || wordAt(input, candidate) !== word) {
      at++;
      continue;
    }
    const length = matchLength(input, candidate, at);
    output.literal(input.subarray(literalStart, at));
    output.copy(at - candidate, length);
    at += length;
    literalStart = at;
  }
  output.literal(input.subarray(literalStart));
  return output.bytes();
}

/** Undoes {@link compressBlock}. Throws a RangeError where `block` is not a block, or is larger than `maxBytes` then. */
export function decompressBlock(block: Uint8Array, maxBytes: number): Uint8Array {
  const [length, start] = readVarint(block);
  if (length > maxBytes) throw new RangeError(`a block of ${length} bytes, beyond the limit of ${maxBytes}`);
  const output = new Uint8Array(length);
  let filled = 0;
  for (let at = start; at < block.length;) {
    const tag = block[at]!;
    const element = (tag & 3) === 0 ? literalElement(block, at) : copyElement(block, at);
    check(filled + element.length <= length, 'more bytes than the block says');
    if (element.distance === 0) {
      check(element.end + element.length <= block.length, 'a literal that is cut');
      output.set(block.subarray(element.end, element.end + element.length), filled);
      at = element.end + element.length;
    } else {
      check(element.end <= block.length && element.distance <= filled, 'a copy of what is not there');
      repeat(output, filled, element.distance, element.length);
      at = element.end;
    }
    filled += element.length;
  }
  check(filled === length, 'fewer bytes than the block says');
  return output;
}

interface Element {
  /** How many bytes it stands for. */
  readonly length: number;
  /** How far back they are; 0 when they follow. */
  readonly distance: number;
  /** Behind its tag. */
  readonly end: number;
}

function literalElement(block: Uint8Array, at: number): Element {
  const code = block[at]! >> 2;
  if (code < LITERAL_BYTE_MAX) return { length: code + 1, distance: 0, end: at + 1 };
  const lengthBytes = code - LITERAL_BYTE_MAX + 1;
  return { length: littleEndian(block, at + 1, lengthBytes) + 1, distance: 0, end: at + 1 + lengthBytes };
}

function copyElement(block: Uint8Array, at: number): Element {
  const tag = block[at]!;
  if ((tag & 3) === 1) {
    const distance = ((tag & 0xe0) << 3) | (block[at + 1] ?? 0);
    return checked({ length: ((tag >> 2) & 7) + 4, distance, end: at + 2 });
  }
  const distanceBytes = (tag & 3) === 2 ? 2 : 4;
  const distance = littleEndian(block, at + 1, distanceBytes);
  return checked({ length: (tag >> 2) + 1, distance, end: at + 1 + distanceBytes });
}

function checked(element: Element): Element {
  check(element.distance > 0, 'a copy of itself');
  return element;
}

/** Byte by byte: what is copied may reach into what it makes. */
function repeat(output: Uint8Array, at: number, distance: number, length: number): void {
  for (let index = at; index < at + length; index++) output[index] = output[index - distance]!;
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = count - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

function readVarint(bytes: Uint8Array): [value: number, end: number] {
  let value = 0;
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at];
    check(byte !== undefined, 'a block without its length');
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return [value, at + 1];
  }
  throw new RangeError('a block whose length has no end');
}

function check(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new RangeError(reason);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function matchLength(input: Uint8Array, candidate: number, at: number): number {
  let length = MATCH_MIN_BYTES;
  while (at + length < input.length && input[candidate + length] === input[at + length]) length++;
  return length;
}

/** The elements of a block, as they are written. */
class BlockOutput {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(maxBytes: number) {
    this.#bytes = new Uint8Array(maxBytes);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#byte((rest & 0x7f) | 0x80);
    this.#byte(rest);
  }

  literal(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const code = bytes.length - 1;
    if (code < LITERAL_BYTE_MAX) this.#byte(code << 2);
    else this.#tagged(LITERAL_BYTE_MAX << 2, code);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  copy(distance: number, length: number): void {
    let rest = length;
    for (; rest > 64; rest -= 64) this.#copyFar(distance, 64);
    this.#copyFar(distance, rest);
  }

  #copyFar(distance: number, length: number): void {
    this.#byte(((length - 1) << 2) | 2);
    this.#byte(distance & 0xff);
    this.#byte(distance >> 8);
  }

  /** A literal whose length takes one or two bytes behind the tag. */
  #tagged(tag: number, code: number): void {
    const isLong = code > 0xff;
    this.#byte(tag | (isLong ? 4 : 0));
    this.#byte(code & 0xff);
    if (isLong) this.#byte(code >> 8);
  }

  #byte(value: number): void {
    this.#bytes[this.#at++] = value;
  }
}
