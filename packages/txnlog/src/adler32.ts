const MODULUS = 65_521;

/** So many bytes can be summed before the sums leave 31 bits. */
const BLOCK_BYTES = 3_800;

/** The checksum of no bytes. */
export const ADLER_START = 1;

/**
 * The Adler-32 checksum of `bytes` from `start` to `end`, carried on from the `checksum` of what came before them.
 * Source: RFC 1950, section 8.2. Node's zlib computes it, but hands it to nobody.
 */
export function adler32(
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
  checksum: number = ADLER_START,
): number {
  let low = checksum & 0xffff;
  let high = checksum >>> 16;
  for (let at = start; at < end;) {
    const blockEnd = Math.min(at + BLOCK_BYTES, end);
    for (; at < blockEnd; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}

/** The `checksum` carried on over so many zeros. */
export function adler32OfZeros(count: number, checksum: number): number {
  const low = checksum & 0xffff;
  const high = ((checksum >>> 16) + low * count) % MODULUS;
  return ((high << 16) | low) >>> 0;
}
