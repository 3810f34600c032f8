import { adler32 } from './adler32.ts';
import { PAYLOAD_MAX_BYTES, PAYLOAD_MIN_BYTES, RECORD_END, RECORD_PREFIX_BYTES } from './log-format.ts';

/** The length of the payload that a record claims to have. Bytes beyond `bytes` count as zeros. */
export function claimedLength(bytes: Uint8Array, at: number): number {
  return int32(bytes, at + 8);
}

/** Whether a record may have that length. */
export function isPlausibleLength(length: number): boolean {
  return length >= PAYLOAD_MIN_BYTES && length <= PAYLOAD_MAX_BYTES;
}

/** The checksum that a record claims; undefined when its upper half, always zero, is not. */
export function claimedChecksum(bytes: Uint8Array, at: number): number | undefined {
  return int32(bytes, at) === 0 ? int32(bytes, at + 4) >>> 0 : undefined;
}

/** Where the whole record that begins at `at` ends; undefined when there is none: it is cut, or its checks fail. */
export function recordEnd(bytes: Uint8Array, at: number): number | undefined {
  const checksum = claimedChecksum(bytes, at);
  const length = claimedLength(bytes, at);
  if (checksum === undefined || !isPlausibleLength(length)) return undefined;
  const payloadEnd = at + RECORD_PREFIX_BYTES + length;
  if (bytes[payloadEnd] !== RECORD_END) return undefined;
  return adler32(bytes, at + RECORD_PREFIX_BYTES, payloadEnd) === checksum ? payloadEnd + 1 : undefined;
}

function int32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}
