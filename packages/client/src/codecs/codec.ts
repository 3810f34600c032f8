import type { DataCodec } from './data-codec.ts';
import { gzip, type GzipOptions } from './gzip-codec.ts';
import { json } from './json-codec.ts';
import { bytes, int32, int64, text } from './plain-codecs.ts';
import type { StandardSchema } from './standard-schema.ts';

/** The codecs that are at hand. */
export interface DataCodecs {
  /** Data as it is. */
  readonly bytes: DataCodec<Uint8Array>;
  /** UTF-8; anything else is an error. */
  readonly text: DataCodec<string>;
  /** Four bytes, big-endian, as Curator's `DistributedAtomicInteger` has them. */
  readonly int32: DataCodec<number>;
  /** Eight bytes, big-endian, as Curator's `DistributedAtomicLong` has them. */
  readonly int64: DataCodec<bigint>;
  /** JSON, checked by a schema if there is one. */
  json<T = unknown>(schema?: StandardSchema<T>): DataCodec<T>;
  /** Compresses what another codec wrote, as Curator does; also reads data that was not compressed. */
  gzip<T>(inner: DataCodec<T>, options?: GzipOptions): DataCodec<T>;
}

/** The codecs that are at hand. */
export const codec: DataCodecs = { bytes, text, int32, int64, json, gzip };
