import { ExitCode } from './exit-code.ts';

/** What ends a run with one line for the user: the message says what is wrong and, where that helps, what to do. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = ExitCode.USAGE, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
