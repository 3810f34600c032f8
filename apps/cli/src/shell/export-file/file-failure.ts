import { ShellError } from '../failure/shell-error.ts';

/** What is wrong in a file, and what would be right. `place` is the file, with a line and a column where they are known. */
export function fileFailure(place: string, problem: string, cause?: Error): ShellError {
  return new ShellError(`${place}: ${problem}`, cause);
}
