import type { OpenFile } from './file-system.ts';

const CHUNK_BYTES = 0x10_0000;

const zeros = Buffer.alloc(CHUNK_BYTES);

/** The end of a file's content: behind its last byte that is not zero, or `from` when there is none from there on. */
export async function contentEnd(file: OpenFile, from: number): Promise<number> {
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let end = from;
  for (let at = from; ; at += CHUNK_BYTES) {
    const count = await file.read(chunk, at);
    if (!chunk.subarray(0, count).equals(zeros.subarray(0, count))) end = at + lengthOf(chunk, count);
    if (count < CHUNK_BYTES) return end;
  }
}

function lengthOf(bytes: Uint8Array, end: number): number {
  let length = end;
  while (bytes[length - 1] === 0) length--;
  return length;
}
