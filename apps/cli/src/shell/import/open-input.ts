import { open } from 'node:fs/promises';
import { readFailure } from '../failure/file-access.ts';

/** A file that is being read, piece by piece. */
export interface Input {
  /** For messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** In bytes; undefined where it is not known, as of a pipe. */
  readonly size: number | undefined;
  /** How many bytes of it were read. */
  readonly position: () => number;
}

/** Opens a file, or standard input for undefined. Rejects with a `ShellError` if it can't be read. */
export async function openInput(file: string | undefined): Promise<Input> {
  const progress = { position: 0 };
  const position = (): number => progress.position;
  if (file === undefined) {
    return { name: 'standard input', chunks: counted(process.stdin, progress), size: undefined, position };
  }
  try {
    const handle = await open(file);
    const found = await handle.stat();
    const size = found.isFile() ? found.size : undefined;
    if (found.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return { name: file, chunks: counted(handle.createReadStream(), progress), size, position };
  } catch (error) {
    throw readFailure(file, error);
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  progress: { position: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    progress.position += chunk.length;
    yield chunk;
  }
}
