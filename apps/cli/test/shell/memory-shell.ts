import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { waitFor } from '@zookit/testkit';
import { runShell } from '../../src/shell/run-shell.ts';
import type { ShellIo } from '../../src/shell/shell-io.ts';

/** How a shell in this process is run. */
export interface MemoryShellOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it believes that a user sits at it. */
  readonly isTerminal?: boolean;
  readonly programName?: string;
}

/** A shell that runs in this process, with streams of memory in place of a terminal. */
export class MemoryShell {
  readonly #input = new PassThrough();
  readonly #interrupts = new Set<() => void>();
  /** The exit code. */
  readonly exitCode: Promise<number>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], { environment = {}, isTerminal = false, programName }: MemoryShellOptions = {}) {
    const io: ShellIo = {
      stdin: this.#input,
      stdout: sink((text) => (this.#stdout += text)),
      stderr: sink((text) => (this.#stderr += text)),
      isInputTerminal: isTerminal,
      isOutputTerminal: isTerminal,
      isErrorTerminal: isTerminal,
      size: () => (isTerminal ? { columns: 100, rows: 30 } : undefined),
      setRawMode: () => undefined,
      environment: { ZOOKIT_HISTORY: '', NO_COLOR: '1', ...environment },
      programName: programName ?? 'zookit',
      onInterrupt: (listener) => {
        this.#interrupts.add(listener);
        return () => void this.#interrupts.delete(listener);
      },
    };
    this.exitCode = runShell(args, io);
  }

  /** What was printed, without the sequences that move the cursor, clear or colour. */
  get stdout(): string {
    return stripVTControlCharacters(this.#stdout);
  }

  /** What was printed, as it was. */
  get raw(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Types keys. */
  type(keys: string): void {
    this.#input.write(keys);
  }

  /** Ends the input. */
  end(): void {
    this.#input.end();
  }

  /** Sends what Ctrl-C sends where no terminal is, or where it is lent. Throws where that would end the process. */
  interrupt(): void {
    if (this.#interrupts.size === 0) throw new Error('nobody heeds SIGINT');
    for (const listener of this.#interrupts) listener();
  }

  /** Resolves when what was printed to standard output, from `offset` on, matches. */
  async shows(pattern: RegExp, offset = 0): Promise<void> {
    await waitFor(`${String(pattern)} in ${JSON.stringify(this.stdout.slice(offset))}`, () =>
      pattern.test(this.stdout.slice(offset)),
    ).catch((error: unknown) => {
      throw new Error(`no ${String(pattern)} in:\n${this.stdout.slice(offset)}`, { cause: error });
    });
  }
}

/** What a run printed, and how it ended. */
export interface ShellRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs the shell to its end, over lines of input if there are any. */
export async function runInMemory(args: readonly string[], lines?: readonly string[]): Promise<ShellRun> {
  const shell = new MemoryShell(args);
  for (const line of lines ?? []) shell.type(`${line}\n`);
  shell.end();
  const code = await shell.exitCode;
  return { stdout: shell.stdout, stderr: shell.stderr, code };
}

function sink(take: (text: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      take(String(chunk));
      done();
    },
  });
}
