import type { JuteReader } from './reader.ts';
import type { JuteWriter } from './writer.ts';

/** How values of one type are written to bytes and read back: field after field, in the order of the wire. */
export interface Codec<T> {
  /** Appends `value` to `writer`. */
  write(writer: JuteWriter, value: T): void;
  /** Reads one value and leaves `reader` behind it. Throws {@link JuteError} when the bytes are not one. */
  read(reader: JuteReader): T;
}
