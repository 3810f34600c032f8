import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { ExitCode } from './exit-code.ts';
import { failureText } from './failure-text.ts';
import type { ToolIo } from './tool-io.ts';

/** How many characters are gathered for one write. */
const CHUNK_LENGTH = 65_536;

/** Talks by way of the process's own streams. */
export class ProcessIo implements ToolIo {
  #pending = '';
  #exitCode: ExitCode = ExitCode.OK;
  #isChanging = false;
  #isOutputLost = false;
  #input: Interface | undefined;
  #lines: AsyncIterator<string> | undefined;

  /** The highest code that a command asked for. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  out(text: string): Promise<void> | void {
    this.#pending += text;
    if (this.#isChanging || this.#pending.length >= CHUNK_LENGTH) return this.flush();
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

  beginChanges(): void {
    this.#isChanging = true;
  }

  /**
   * Standard output takes no more. Ends the process, unless files are being changed: then nothing is printed from now on.
   * That a reader has seen enough, as `head` has, is no failure.
   */
  outputFailed(error: NodeJS.ErrnoException): void {
    if (!this.#isOutputLost && error.code !== 'EPIPE') {
      process.stderr.write(`zookit-txnlog: standard output: ${failureText(error)}\n`);
      this.endWith(ExitCode.USAGE);
    }
    this.#isOutputLost = true;
    if (!this.#isChanging) process.exit(this.#exitCode);
  }

  endWith(code: ExitCode): void {
    if (code > this.#exitCode) this.#exitCode = code;
  }

  /** Hands over what was gathered, and waits while the reader is behind. */
  flush(): Promise<void> | void {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '' && !this.#isOutputLost && !process.stdout.write(text)) return drained();
  }

  /** Nothing is asked any more: the process need not wait for input. */
  close(): void {
    this.#input?.close();
  }
}

/** Resolves also when no more is taken, which {@link ProcessIo.outputFailed} is told. */
function drained(): Promise<void> {
  return once(process.stdout, 'drain').then(
    () => undefined,
    () => undefined,
  );
}
