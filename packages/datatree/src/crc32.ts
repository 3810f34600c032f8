const POLYNOMIAL = 0xedb88320;

/** Table k holds, for each byte, its CRC followed by k zero bytes: so eight bytes are folded in one step. */
const tables: readonly Int32Array[] = buildTables();

/**
 * CRC-32 (zlib's polynomial) of `bytes`, continuing from `seed`, as a signed 32-bit integer. As zlib's: a result can be
 * the seed of what follows.
 */
export function crc32(bytes: Uint8Array, seed: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as Eight;
  const length = bytes.length;
  let crc = ~seed;
  let at = 0;
  for (const end = length - 7; at < end; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < length; at++) crc = t0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc;
}

/** {@link crc32} of a text in UTF-8. As in Java, half a surrogate pair is encoded as a question mark. */
export function crc32OfText(text: string, seed: number): number {
  const table = tables[0]!;
  let crc = ~seed;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return crc32OfRest(text, index, ~crc);
    crc = table[(crc ^ unit) & 0xff]! ^ (crc >>> 8);
  }
  return ~crc;
}

function crc32OfRest(text: string, index: number, seed: number): number {
  const rest = text.slice(index).replaceAll(LONE_SURROGATE, '?');
  return crc32(Buffer.from(rest, 'utf8'), seed);
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

type Eight = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

function buildTables(): Int32Array[] {
  const first = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    first[byte] = crc;
  }
  const built = [first];
  for (let k = 1; k < 8; k++) {
    built.push(built[k - 1]!.map((crc) => first[crc & 0xff]! ^ (crc >>> 8)));
  }
  return built;
}
