import type { ExitCode } from '../../src/txnlog/exit-code.ts';
import { run } from '../../src/txnlog/run.ts';
import type { ToolIo } from '../../src/txnlog/tool-io.ts';

/** What is said to a question; a function does something first. */
export type Answer = string | (() => string);

/** Keeps what a command prints, and has the answers to its questions. */
export class MemoryIo implements ToolIo {
  stdout = '';
  stderr = '';
  code: ExitCode = 0;
  isChanging = false;
  readonly #answers: Answer[];

  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }

  ask(question: string): Promise<string | undefined> {
    this.stdout += question;
    const answer = this.#answers.shift();
    return Promise.resolve(typeof answer === 'function' ? answer() : answer);
  }

  beginChanges(): void {
    this.isChanging = true;
  }

  endWith(code: ExitCode): void {
    if (code > this.code) this.code = code;
  }
}

/** Runs the tool in this process. */
export async function invoke(args: readonly string[], answers: readonly Answer[] = []): Promise<MemoryIo> {
  const io = new MemoryIo(answers);
  await run(args, io);
  return io;
}
