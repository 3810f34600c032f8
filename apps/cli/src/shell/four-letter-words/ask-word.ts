import { connect as connectPlain, type Socket } from 'node:net';
import type { Endpoint } from '@zookit/client';

/** Where and how a word is asked. */
export interface WordOptions {
  /** How long all of it may take, in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Opens the connection. Default: plain TCP. */
  readonly open?: (server: Endpoint) => Socket;
}

/** The most that is read of an answer: `wchc` of a busy server is long. */
const ANSWER_MAX_BYTES = 64 * 1024 * 1024;

/** Asks a server a four-letter word. Rejects if nobody answers in time. */
export function askWord(server: Endpoint, word: string, options: WordOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = (options.open ?? connectPlain)(server);
    const chunks: Buffer[] = [];
    let length = 0;
    const giveUp = (error: Error): void => void socket.destroy(error);
    const timer = setTimeout(() => giveUp(new Error(`no answer within ${options.timeoutMs} ms`)), options.timeoutMs);
    const abort = (): void => giveUp(options.signal?.reason as Error);
    options.signal?.addEventListener('abort', abort, { once: true });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > ANSWER_MAX_BYTES) giveUp(new Error(`an answer of more than ${ANSWER_MAX_BYTES} bytes`));
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    socket.write(word);
    if (options.signal?.aborted === true) abort();
  });
}
