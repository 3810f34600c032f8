import type { ExitCode } from './exit-code.ts';

/** How a command talks to its user. */
export interface ToolIo {
  /** Prints text as it is, line ends included. What it returns is to be awaited: a slow reader holds the command up. */
  out(text: string): Promise<void> | void;
  /** Prints text to standard error, behind what went to {@link ToolIo.out} so far. */
  err(text: string): void;
  /** Prints a question and waits for a line. Resolves to undefined when the input has ended. */
  ask(question: string): Promise<string | undefined>;
  /**
   * From now on files are changed: what is printed goes out at once, and the run goes to its end also where nobody reads
   * that any more.
   */
  beginChanges(): void;
  /** Makes the run end with that code, once the command is through; of several the highest counts. */
  endWith(code: ExitCode): void;
}
