import { nameOf } from '../option-rules.ts';

const encoder = new TextEncoder();

/**
 * What callers may pass as a znode's data: text goes as UTF-8, null is the protocol's null, which is not empty. Bytes must
 * not change until the call ends.
 */
export type DataInput = string | Uint8Array | null;

/** The bytes of a znode's data. */
export function bytesOf(data: DataInput): Uint8Array | null {
  return typeof data === 'string' ? encoder.encode(data) : data;
}

/** What is wrong with data, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfData(data: unknown): string | undefined {
  if (typeof data === 'string' || data === null || data instanceof Uint8Array) return undefined;
  return `the data must be a string, a Uint8Array or null, not ${nameOf(data)}`;
}
