const REPLACEMENT = 0xfffd;

/**
 * Decodes bytes that are not well-formed UTF-8 as a Java server does, so that both see the same text: each malformed
 * sequence becomes one U+FFFD, and an encoded surrogate (three bytes) counts as one sequence. Browsers and Node
 * replace such a surrogate by three U+FFFD.
 */
export function decodeMalformedUtf8(bytes: Uint8Array): string {
  const units = Buffer.allocUnsafe(2 * bytes.length);
  let unitsEnd = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    const point = length < 0 ? REPLACEMENT : codePoint(bytes, at, length);
    at += Math.abs(length);
    if (point > 0xffff) unitsEnd = units.writeUInt16LE(0xd7c0 + (point >> 10), unitsEnd);
    unitsEnd = units.writeUInt16LE(point > 0xffff ? 0xdc00 | (point & 0x3ff) : point, unitsEnd);
  }
  return units.toString('utf16le', 0, unitsEnd);
}

/** The length of the well-formed sequence at `at`; negative for a malformed one: how many bytes one U+FFFD replaces. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return isContinuation(bytes[at + 1]) ? 2 : -1;
  if (first >= 0xe0 && first < 0xf0) return threeByteLength(bytes, at, first);
  if (first >= 0xf0 && first < 0xf5) return fourByteLength(bytes, at, first);
  return -1;
}

function threeByteLength(bytes: Uint8Array, at: number, first: number): number {
  const second = bytes[at + 1];
  const isOverlong = first === 0xe0 && second !== undefined && second < 0xa0;
  if (!isContinuation(second) || isOverlong) return -1;
  if (!isContinuation(bytes[at + 2])) return -2;
  const isSurrogate = first === 0xed && second >= 0xa0;
  return isSurrogate ? -3 : 3;
}

function fourByteLength(bytes: Uint8Array, at: number, first: number): number {
  const second = bytes[at + 1];
  if (!isContinuation(second)) return -1;
  if (first === 0xf0 && second < 0x90) return -1;
  if (first === 0xf4 && second > 0x8f) return -1;
  if (!isContinuation(bytes[at + 2])) return -2;
  return isContinuation(bytes[at + 3]) ? 4 : -3;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  if (length === 1) return first;
  let value = first & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) value = (value << 6) | ((bytes[at + index] ?? 0) & 0x3f);
  return value;
}

function isContinuation(byte: number | undefined): byte is number {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
