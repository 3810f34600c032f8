import { createConnection } from 'node:net';

/** A server that has accepted a connection but does not serve yet may leave it open for ever. */
const ANSWER_MAX_MS = 1000;

/** Sends a four-letter word and resolves to the answer, which is empty when nobody answers. */
export function askFourLetterWord(port: number, word: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(word));
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_MAX_MS, () => socket.destroy());
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
