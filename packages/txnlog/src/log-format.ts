import { encode } from '@zookit/jute';
import { counterOf, epochOf, fileHeader, type FileHeader } from '@zookit/protocol';

/** Begins every log: `ZKLG`, the version, and a database id that was never anything but 0. */
export const LOG_HEADER: FileHeader = { magic: 0x5a4b4c47, version: 2, databaseId: 0n };

/** The bytes of {@link LOG_HEADER}. */
export const logHeaderBytes: Uint8Array = encode(fileHeader, LOG_HEADER);

/** How many bytes precede the first record. */
export const LOG_HEADER_BYTES = 16;

/** A record's checksum (8) and length (4) stand before its payload. */
export const RECORD_PREFIX_BYTES = 12;

/** Ends each record: `B`. */
export const RECORD_END = 0x42;

/** A payload is at least a TxnHeader. */
export const PAYLOAD_MIN_BYTES = 32;

/** No payload is longer: a length beyond it is damage. Transactions are a few times `jute.maxbuffer` at most. */
export const PAYLOAD_MAX_BYTES = 0x400_0000;

/** The unit in which the zeros ahead of the log's end are written, see {@link TxnLogWriter}. */
export const FILL_BYTES = 0x4_0000;

/**
 * Whether a complete log may hold `next` behind `previous`: one more in the same epoch, the first of a later epoch, or
 * the same again, which Apache's server logs for requests that it could not decode.
 */
export function follows(previous: bigint, next: bigint): boolean {
  if (next === previous + 1n || next === previous) return true;
  return epochOf(next) > epochOf(previous) && counterOf(next) === 1;
}

/**
 * How long the file is to be before something is written at `position`. Source: Apache's FilePadding.
 *
 * @param preallocateBytes - 0 when the file is to be no longer than its content.
 */
export function paddedSize(position: number, sizeBytes: number, preallocateBytes: number): number {
  if (preallocateBytes <= 0 || position + 4096 < sizeBytes) return sizeBytes;
  if (position <= sizeBytes) return sizeBytes + preallocateBytes;
  const target = position + preallocateBytes;
  return target - (target % preallocateBytes);
}
