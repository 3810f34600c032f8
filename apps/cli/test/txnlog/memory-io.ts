import type { ExitCode } from '../../src/txnlog/exit-code.ts';
import { run } from '../../src/txnlog/run.ts';
import type { ToolIo } from '../../src/txnlog/tool-io.ts';

/** Keeps what a command prints, and has the answers to its questions. */
export class MemoryIo implements ToolIo {
  stdout = '';
  stderr = '';
  code: ExitCode = 0;
  readonly #answers: string[];

  constructor(answers: readonly string[]) {
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
    return Promise.resolve(this.#answers.shift());
  }

  endWith(code: ExitCode): void {
    if (code > this.code) this.code = code;
  }
}

/** Runs the tool in this process. */
export async function invoke(args: readonly string[], answers: readonly string[] = []): Promise<MemoryIo> {
  const io = new MemoryIo(answers);
  await run(args, io);
  return io;
}
