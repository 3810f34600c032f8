/**
 * A copy of what a request brought: its buffer belongs to the connection, which reads the next frames into it while the
 * transaction is being agreed upon.
 */
export function ownData(data: Uint8Array | null): Uint8Array | null {
  if (data === null) return null;
  const copy = Buffer.allocUnsafe(data.length);
  copy.set(data);
  return copy;
}
