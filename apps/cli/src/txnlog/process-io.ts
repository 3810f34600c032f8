import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { ExitCode } from './exit-code.ts';
import type { ToolIo } from './tool-io.ts';

/** How many characters are gathered for one write. */
const CHUNK_LENGTH = 65_536;

/** Talks by way of the process's own streams. */
export class ProcessIo implements ToolIo {
  #pending = '';
  #exitCode: ExitCode = ExitCode.OK;
  #input: Interface | undefined;
  #lines: AsyncIterator<string> | undefined;

  /** The highest code that a command asked for. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  out(text: string): Promise<void> | void {
    this.#pending += text;
    if (this.#pending.length >= CHUNK_LENGTH) return this.flush();
  }

  err(text: string): void {
    void this.flush();
    process.stderr.write(text);
  }

  async ask(question: string): Promise<string | undefined> {
    await this.out(question);
    await this.flush();
    this.#input ??= createInterface({ input: process.stdin });
    this.#lines ??= this.#input[Symbol.asyncIterator]();
    const line = await this.#lines.next();
    return line.done === true ? undefined : line.value;
  }

  endWith(code: ExitCode): void {
    if (code > this.#exitCode) this.#exitCode = code;
  }

  /** Hands over what was gathered, and waits while the reader is behind. */
  flush(): Promise<void> | void {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '' && !process.stdout.write(text)) return drained();
  }

  /** Nothing is asked any more: the process need not wait for input. */
  close(): void {
    this.#input?.close();
  }
}

async function drained(): Promise<void> {
  await once(process.stdout, 'drain');
}
