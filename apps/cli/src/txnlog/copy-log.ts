import { randomBytes } from 'node:crypto';
import { link, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nodeFileSystem, type OpenFile } from '@zookit/txnlog';
import { heedSignals } from './heed-signals.ts';
import { isUnsupported } from './is-unsupported.ts';
import { takeOverRights } from './take-over-rights.ts';
import { ToolError } from './tool-error.ts';

const CHUNK_BYTES = 0x10_0000;

/** Bytes that are to stand in a copy in place of those of the original. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Writes the first `lengthBytes` of a file to a new one at `path`, patched, with the rights of the original. It is there
 * only when it is whole, and on disk. Throws {@link ToolError} when there is something at `path` already.
 */
export async function copyLog(
  original: OpenFile,
  path: string,
  lengthBytes: number,
  patches: readonly Patch[] = [],
): Promise<void> {
  await refuseExisting(path);
  const unfinished = unfinishedPath(path);
  await heedSignals(async (signal) => {
    try {
      await writeCopy(original, unfinished, lengthBytes, patches, signal);
      await takeOverRights(original.path, unfinished);
      signal.throwIfAborted();
      await publish(unfinished, path);
    } finally {
      await rm(unfinished, { force: true });
    }
  });
  await nodeFileSystem.syncDirectory(dirname(path));
}

/** Throws {@link ToolError} when there is something at `path`: nothing is ever overwritten. */
export async function refuseExisting(path: string): Promise<void> {
  if ((await nodeFileSystem.status(path)) !== undefined) throw existing(path);
}

function existing(path: string): ToolError {
  return new ToolError(`${path} exists already: move it out of the way, or remove it.`);
}

/** A name by which no server takes a file for a log, and which nobody can have prepared. */
function unfinishedPath(path: string): string {
  return join(dirname(path), `unfinished.${basename(path)}.${randomBytes(8).toString('hex')}`);
}

async function writeCopy(
  original: OpenFile,
  path: string,
  lengthBytes: number,
  patches: readonly Patch[],
  signal: AbortSignal,
): Promise<void> {
  const copy = await nodeFileSystem.open(path, 'create');
  try {
    for (let at = 0; at < lengthBytes; at += CHUNK_BYTES) {
      signal.throwIfAborted();
      await copy.write(await readChunk(original, at, Math.min(CHUNK_BYTES, lengthBytes - at)), at);
    }
    for (const { offset, bytes } of patches) await copy.write(bytes, offset);
    await copy.datasync();
  } finally {
    await copy.close();
  }
}

async function readChunk(file: OpenFile, offset: number, lengthBytes: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafe(lengthBytes);
  const count = await file.read(chunk, offset);
  if (count < lengthBytes)
    throw new ToolError(`${file.path} became shorter while it was copied: who is writing to it?`);
  return chunk;
}

/** Gives a file its name, unless another one has got it meanwhile. */
async function publish(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw existing(path);
    if (!isUnsupported(error)) throw error;
    await refuseExisting(path);
    await nodeFileSystem.rename(unfinished, path);
  }
}
