import type { Codec } from './codec.ts';

/** A string that is never null, as an element of a vector or map. */
export const ustring: Codec<string> = {
  write: (writer, value) => {
    writer.string(value);
  },
  read: (reader) => reader.string(),
};

/** A string or null, as an element of a vector or map. */
export const ustringOrNull: Codec<string | null> = {
  write: (writer, value) => {
    writer.string(value);
  },
  read: (reader) => reader.stringOrNull(),
};

/** A signed 32-bit integer, as an element of a vector or map. */
export const int: Codec<number> = {
  write: (writer, value) => {
    writer.int(value);
  },
  read: (reader) => reader.int(),
};

/** A signed 64-bit integer, as an element of a vector or map. */
export const long: Codec<bigint> = {
  write: (writer, value) => {
    writer.long(value);
  },
  read: (reader) => reader.long(),
};

/** A range of bytes, as an element of a vector or map. Reading gives a view, not a copy. */
export const buffer: Codec<Uint8Array> = {
  write: (writer, value) => {
    writer.buffer(value);
  },
  read: (reader) => reader.buffer(),
};
