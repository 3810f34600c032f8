import type { ShellIo } from './shell-io.ts';

/** Calls `listener` for each key, without waiting for the end of a line, until it is disposed of. */
export class Keys implements Disposable {
  readonly #io: KeySource;
  readonly #onData: (chunk: Buffer) => void;

  constructor(io: KeySource, listener: (key: string) => void) {
    this.#io = io;
    this.#onData = (chunk) => {
      for (const key of chunk.toString('latin1')) listener(key);
    };
    io.setRawMode(true);
    io.stdin.on('data', this.#onData);
    io.stdin.resume();
  }

  [Symbol.dispose](): void {
    this.#io.stdin.off('data', this.#onData);
    this.#io.setRawMode(false);
    this.#io.stdin.pause();
  }
}

/** Where keys come from. */
export type KeySource = Pick<ShellIo, 'stdin' | 'setRawMode'>;
