import { ADLER_START, adler32, adler32OfZeros } from './adler32.ts';
import { PAYLOAD_MIN_BYTES, RECORD_END, RECORD_PREFIX_BYTES } from './log-format.ts';
import { claimedChecksum, claimedLength, isPlausibleLength, recordEnd } from './record-check.ts';

const SECTOR_BYTES = 512;
const ADLER_MODULUS = 65_521;

/**
 * What stands where reading a log ended: a write that a crash cut short; a record that lacks only its end mark, which was
 * written for certain; or damage.
 */
export type LogTail =
  { readonly kind: 'torn' } | { readonly kind: 'unmarked' } | { readonly kind: 'damage'; readonly reason: string };

const torn: LogTail = { kind: 'torn' };

/** The bytes from the first that are no whole record up to the last in the file that is not zero. */
export interface TailRegion {
  readonly bytes: Uint8Array;
  /** Where `bytes` begin in the file. */
  readonly offset: number;
}

/**
 * Tells a torn write from damage. A log is written over zeros, so what a crash kept from the disk reads as zeros: the
 * end of the record, or whole sectors of it. Nothing follows it, since nothing is written behind an unconfirmed batch.
 * All else is damage, above all a record that one changed byte away is whole.
 *
 * Apache's server takes for the end of the log whatever lacks an end mark, and so loses what stands behind it.
 */
export function judgeTail(region: TailRegion): LogTail {
  const { bytes } = region;
  if (bytes.length > 4 && claimedChecksum(bytes, 0) === undefined) return damage('a checksum of more than 32 bits');
  if (bytes.length <= 8) return bytes.length > 4 ? torn : damage('bytes that are not zero behind the last record');
  const length = claimedLength(bytes, 0);
  if (length === 0) return damage(`bytes that are not zero behind the last record${validRecordNote(region)}`);
  if (!isPlausibleLength(length)) return damage(`a record of ${length} bytes`);
  const end = RECORD_PREFIX_BYTES + length + 1;
  if (bytes.length > end) return damage(`a record that fails its checks, and more behind it${validRecordNote(region)}`);
  const within = findRecord(bytes);
  if (within !== undefined) return damage(wrongLength(region, within));
  return bytes.length === end ? judgeMarked(region, end) : judgeUnmarked(region, end);
}

/** The last byte of the record is there, and not all before it is right. */
function judgeMarked(region: TailRegion, end: number): LogTail {
  const { bytes } = region;
  if (bytes[end - 1] !== RECORD_END) return damage('a record with a wrong end mark');
  if (isOneByteOff(bytes, end)) return damage('a record with one wrong byte');
  return hasLostSector(region, end) ? torn : damage('a record with a wrong checksum');
}

/** The record's last bytes are zeros. */
function judgeUnmarked({ bytes }: TailRegion, end: number): LogTail {
  const checksum = claimedChecksum(bytes, 0);
  const found = adler32(bytes, Math.min(RECORD_PREFIX_BYTES, bytes.length));
  if (adler32OfZeros(end - 1 - Math.max(bytes.length, RECORD_PREFIX_BYTES), found) === checksum)
    return { kind: 'unmarked' };
  const last = bytes.length - 1;
  const isWholeOtherwise = bytes[last] === RECORD_END && adler32(bytes, RECORD_PREFIX_BYTES, last) === checksum;
  return isWholeOtherwise ? damage('a record with a wrong length') : torn;
}

function damage(reason: string): LogTail {
  return { kind: 'damage', reason };
}

function validRecordNote(region: TailRegion): string {
  const at = findRecord(region.bytes);
  return at === undefined ? '' : `, with a valid record at offset ${region.offset + at}`;
}

function wrongLength(region: TailRegion, at: number): string {
  return `a record with a wrong length, with a valid record inside at offset ${region.offset + at}`;
}

/** The first whole record that begins behind the first byte. */
function findRecord(bytes: Uint8Array): number | undefined {
  const lastStart = bytes.length - RECORD_PREFIX_BYTES - PAYLOAD_MIN_BYTES - 1;
  for (let at = 1; at <= lastStart; at++) {
    if (bytes[at] === 0 && recordEnd(bytes, at) !== undefined) return at;
  }
  return undefined;
}

/** Whether part of a record lies in a sector that holds nothing else of it than zeros, as one that was never written. */
function hasLostSector({ bytes, offset }: TailRegion, end: number): boolean {
  for (let start = 0; start < end;) {
    const sectorEnd = Math.min(start + SECTOR_BYTES - ((offset + start) % SECTOR_BYTES), end);
    if (bytes.subarray(start, sectorEnd).every((byte) => byte === 0)) return true;
    start = sectorEnd;
  }
  return false;
}

/** Whether one other value of one byte, in the checksum or in the payload, would make the record whole. */
function isOneByteOff(bytes: Uint8Array, end: number): boolean {
  const claimed = claimedChecksum(bytes, 0) ?? ADLER_START;
  const found = adler32(bytes, RECORD_PREFIX_BYTES, end - 1);
  if (differingBytes(claimed, found) <= 1) return true;
  // A byte that is `change` more than it should be, `weight` bytes before the end, adds that to the lower sum, and
  // `change * weight` to the upper.
  const low = modulo((found & 0xffff) - (claimed & 0xffff));
  const high = modulo((found >>> 16) - (claimed >>> 16));
  const change = low > ADLER_MODULUS / 2 ? low - ADLER_MODULUS : low;
  if (change === 0 || Math.abs(change) > 0xff) return false;
  for (let at = RECORD_PREFIX_BYTES; at < end - 1; at++) {
    const value = bytes[at]! - change;
    if (value >= 0 && value <= 0xff && modulo(change * (end - 1 - at)) === high) return true;
  }
  return false;
}

function differingBytes(left: number, right: number): number {
  const difference = left ^ right;
  return [0xff, 0xff00, 0xff0000, 0xff000000].filter((mask) => (difference & mask) !== 0).length;
}

function modulo(value: number): number {
  return ((value % ADLER_MODULUS) + ADLER_MODULUS) % ADLER_MODULUS;
}
