import { gunzipSync, gzipSync } from 'node:zlib';
import { CodecError } from '../errors/client-errors.ts';
import { plainBytes } from '../plain-bytes.ts';
import type { DataCodec } from './data-codec.ts';

const UNPACKED_MAX_BYTES = 64 * 1024 * 1024;

/** What the codec `gzip` can be told. */
export interface GzipOptions {
  /** Data shorter than this is written as it is, in bytes. Default 0: everything is compressed, as Curator does. */
  readonly thresholdBytes?: number | undefined;
  /** Data that would be longer than this when unpacked is refused. Default 64 MiB. */
  readonly unpackedMaxBytes?: number | undefined;
}

/** Compresses what another codec wrote, as Curator's gzip provider does; also reads data that was not compressed. */
export function gzip<T>(inner: DataCodec<T>, options: GzipOptions = {}): DataCodec<T> {
  const { thresholdBytes = 0, unpackedMaxBytes = UNPACKED_MAX_BYTES } = options;
  return {
    name: `gzip of ${inner.name}`,
    encode(value) {
      const data = inner.encode(value);
      // What looks compressed would be unpacked when it is read, so it is compressed however short.
      return data.length < thresholdBytes && !isCompressed(data) ? data : gzipSync(data);
    },
    decode: (data) => inner.decode(isCompressed(data) ? unpack(data, unpackedMaxBytes) : data),
  };
}

/** Whether the data begins as RFC 1952 wants it. */
function isCompressed(data: Uint8Array): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}

function unpack(data: Uint8Array, maxOutputLength: number): Uint8Array {
  try {
    return plainBytes(gunzipSync(data, { maxOutputLength }));
  } catch (cause) {
    throw new CodecError(undefined, { detail: 'gzip: the data is damaged, or too long when unpacked', cause });
  }
}
