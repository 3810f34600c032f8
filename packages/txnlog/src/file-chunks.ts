import type { OpenFile } from './file-system.ts';

/** So much is read, and then worked on, at a time: a few milliseconds of loading. */
const CHUNK_BYTES = 0x2_0000;

/**
 * The content of a file, a piece at a time, each in a buffer of its own. `onRead` is told of each. While one is worked on,
 * the next is being read.
 */
export async function* fileChunks(
  file: OpenFile,
  onRead: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let reading = readChunk(file, 0);
  try {
    for (let position = 0; ; position += CHUNK_BYTES) {
      const chunk = await reading;
      onRead(chunk.length);
      const isLast = chunk.length < CHUNK_BYTES;
      if (!isLast) reading = readChunk(file, position + CHUNK_BYTES);
      if (chunk.length > 0) yield chunk;
      if (isLast) return;
    }
  } finally {
    await settled(reading);
  }
}

function readChunk(file: OpenFile, position: number): Promise<Uint8Array> {
  const reading = read(file, position);
  // Whoever takes the chunk hears of an error. Until then nobody has asked for it.
  void settled(reading);
  return reading;
}

async function read(file: OpenFile, position: number): Promise<Uint8Array> {
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return chunk.subarray(0, await file.read(chunk, position));
}

function settled(reading: Promise<unknown>): Promise<void> {
  return reading.then(
    () => undefined,
    () => undefined,
  );
}
