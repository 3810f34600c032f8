import type { ReadStream } from 'node:tty';

/** Calls `listener` for each key, without waiting for the end of a line, until it is disposed of. */
export class Keys implements Disposable {
  readonly #input: ReadStream;
  readonly #onData: (chunk: Buffer) => void;

  constructor(input: ReadStream, listener: (key: string) => void) {
    this.#input = input;
    this.#onData = (chunk) => {
      for (const key of chunk.toString('latin1')) listener(key);
    };
    input.setRawMode(true);
    input.on('data', this.#onData);
    input.resume();
  }

  [Symbol.dispose](): void {
    this.#input.off('data', this.#onData);
    this.#input.setRawMode(false);
    this.#input.pause();
  }
}
