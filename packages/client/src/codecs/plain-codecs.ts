import { CodecError } from '../errors/client-errors.ts';
import type { DataCodec } from './data-codec.ts';

/** Data as it is. */
export const bytes: DataCodec<Uint8Array> = { name: 'bytes', encode: (value) => value, decode: (data) => data };

/** UTF-8. Data that is not valid UTF-8 is an error, not a replacement character. */
export const text: DataCodec<string> = {
  name: 'text',
  encode(value) {
    if (!value.isWellFormed()) throw new CodecError(undefined, { detail: 'text: half a surrogate pair' });
    return new TextEncoder().encode(value);
  },
  decode(data) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    } catch (cause) {
      throw new CodecError(undefined, { detail: 'text: the data is not UTF-8', cause });
    }
  },
};

/** Four bytes, big-endian, as Curator's `DistributedAtomicInteger` has them. */
export const int32: DataCodec<number> = {
  name: 'int32',
  encode(value) {
    if ((value | 0) !== value) throw new CodecError(undefined, { detail: `int32: ${String(value)} is none` });
    const data = new Uint8Array(4);
    viewOf(data).setInt32(0, value);
    return data;
  },
  decode(data) {
    assertLength('int32', data, 4);
    return viewOf(data).getInt32(0);
  },
};

/** Eight bytes, big-endian, as Curator's `DistributedAtomicLong` has them. */
export const int64: DataCodec<bigint> = {
  name: 'int64',
  encode(value) {
    if (BigInt.asIntN(64, value) !== value)
      throw new CodecError(undefined, { detail: `int64: ${String(value)} is none` });
    const data = new Uint8Array(8);
    viewOf(data).setBigInt64(0, value);
    return data;
  },
  decode(data) {
    assertLength('int64', data, 8);
    return viewOf(data).getBigInt64(0);
  },
};

function assertLength(name: string, data: Uint8Array, length: number): void {
  if (data.length === length) return;
  throw new CodecError(undefined, { detail: `${name}: ${String(data.length)} bytes instead of ${String(length)}` });
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}
