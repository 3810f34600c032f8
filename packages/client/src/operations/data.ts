const encoder = new TextEncoder();

/** What callers may pass as a znode's data: text goes as UTF-8, null is the protocol's null, which is not empty. */
export type DataInput = string | Uint8Array | null;

/** The bytes of a znode's data. */
export function bytesOf(data: DataInput): Uint8Array | null {
  return typeof data === 'string' ? encoder.encode(data) : data;
}
