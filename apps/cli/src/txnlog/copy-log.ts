import { dirname } from 'node:path';
import { nodeFileSystem, type OpenFile } from '@zookit/txnlog';
import { ToolError } from './tool-error.ts';

const CHUNK_BYTES = 0x10_0000;

/** Bytes that are to stand in a copy in place of those of the original. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Writes the first `lengthBytes` of a file to a new one at `path`, patched. Resolves when that is on disk. Throws
 * {@link ToolError} when there is something at `path` already.
 */
export async function copyLog(
  original: OpenFile,
  path: string,
  lengthBytes: number,
  patches: readonly Patch[] = [],
): Promise<void> {
  await refuseExisting(path);
  const copy = await nodeFileSystem.open(path, 'create');
  try {
    for (let at = 0; at < lengthBytes; at += CHUNK_BYTES) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, lengthBytes - at));
      await copy.write(chunk.subarray(0, await original.read(chunk, at)), at);
    }
    for (const { offset, bytes } of patches) await copy.write(bytes, offset);
    await copy.datasync();
  } finally {
    await copy.close();
  }
  await nodeFileSystem.syncDirectory(dirname(path));
}

/** Throws {@link ToolError} when there is something at `path`: nothing is ever overwritten. */
export async function refuseExisting(path: string): Promise<void> {
  if ((await nodeFileSystem.status(path)) !== undefined) {
    throw new ToolError(`${path} exists already: move it out of the way, or remove it.`);
  }
}
