/** Turns values into a znode's data and back. */
export interface DataCodec<T> {
  /** Names the codec in errors. */
  readonly name: string;
  /** Throws `CodecError` for a value that it can't write. */
  encode(value: T): Uint8Array;
  /** Throws `CodecError` for data that it can't read. */
  decode(data: Uint8Array): T;
}
