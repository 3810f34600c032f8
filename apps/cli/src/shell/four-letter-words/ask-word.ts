import { type Endpoint, LinkError, systemEnvironment, type TlsConfig } from '@zookit/client';

/** Where and how a word is asked. */
export interface WordOptions {
  /** How long all of it may take, in ms. */
  readonly timeoutMs: number;
  /** How to speak TLS, with all servers. Default: only with those whose endpoint says so, by the defaults. */
  readonly tls?: TlsConfig | undefined;
  readonly signal?: AbortSignal;
}

/** The most that is read of an answer: `wchc` of a busy server is long. */
const ANSWER_MAX_BYTES = 64 * 1024 * 1024;

/** Asks a server a four-letter word; empty if it ends the connection in place of an answer. Rejects if it can't be reached. */
export function askWord(server: Endpoint, word: string, options: WordOptions): Promise<string> {
  const { timeoutMs, signal, tls = server.tls === true ? {} : undefined } = options;
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      transport.destroy();
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const abort = (): void => fail(signal?.reason as Error);
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const events = {
      onConnected: () => void transport.write(Buffer.from(word)),
      onBytes: (chunk: Uint8Array) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > ANSWER_MAX_BYTES) fail(new Error(`an answer of more than ${ANSWER_MAX_BYTES} bytes`));
      },
      onDrained: () => undefined,
      onClosed: (error: Error | undefined) => {
        if (error !== undefined && !(error instanceof LinkError)) fail(error);
        else end(() => resolve(Buffer.concat(chunks).toString('utf8')));
      },
    };
    const transport = systemEnvironment.dial(server, events, tls);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
  });
}
