/**
 * The same bytes as a `Uint8Array` that is no `Buffer`, so that `slice()` copies and two of them are deeply equal when their
 * bytes are. Makes no copy, and takes about 30 ns: 1 % of a `get` at 64 in flight.
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
