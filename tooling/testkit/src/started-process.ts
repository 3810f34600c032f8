import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { waitFor } from './wait-for.ts';

/** How a process is started. */
export interface ProcessOptions {
  /** Default: this process's. */
  readonly cwd?: string;
  /** Variables besides this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface ProcessExit {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** A process that a test started. What it prints is kept. */
export class StartedProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit = Promise.withResolvers<ProcessExit>();
  #stdout = '';
  #stderr = '';
  #hasExited = false;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    // A process that ends while it is spoken to is seen by its exit.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      this.#exit.reject(error);
    });
    child.on('close', (code, signal) => {
      this.#hasExited = true;
      this.#exit.resolve({ code: code ?? undefined, signal: signal ?? undefined });
    });
  }

  /** The process id. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Resolves when the process has ended and all that it printed is there. Rejects when it could not be started. */
  get exit(): Promise<ProcessExit> {
    return this.#exit.promise;
  }

  /** Resolves with the first match of `pattern` in what was printed to either output. */
  async waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
    const match = () => pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
    await waitFor(`${String(pattern)} in the output`, () => match() !== null || this.#hasExited);
    return match() ?? this.#failWithout(pattern);
  }

  /** Writes a line to the process's standard input. */
  writeLine(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Sends a signal. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the process for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasExited) this.#child.kill('SIGKILL');
    await this.#exit.promise.catch(() => undefined);
  }

  #failWithout(pattern: RegExp): never {
    throw new Error(`the process ended without ${String(pattern)} in its output:\n${this.#stdout}${this.#stderr}`);
  }
}

/** Starts a program, found by its path or in `PATH`. */
export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): StartedProcess {
  const { cwd = process.cwd(), env = {} } = options;
  return new StartedProcess(spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' }));
}
