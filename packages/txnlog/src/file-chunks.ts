import type { OpenFile } from './file-system.ts';

/** So much is read, and then worked on, at a time: a few milliseconds of loading. */
const CHUNK_BYTES = 0x2_0000;

/** The content of a file, a piece at a time, each in a buffer of its own. `onRead` is told of each. */
export async function* fileChunks(
  file: OpenFile,
  onRead: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; ;) {
    const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    const count = await file.read(chunk, position);
    position += count;
    onRead(count);
    if (count > 0) yield chunk.subarray(0, count);
    if (count < CHUNK_BYTES) return;
  }
}
