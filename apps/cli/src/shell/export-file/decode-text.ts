import { fileFailure } from './file-failure.ts';

/** The text of bytes in UTF-8, chunk by chunk. Rejects with {@link ShellError} for what is none. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw fileFailure(file, 'is no text in UTF-8', cause);
  }
}
