import { ShellError } from '../failure/shell-error.ts';

/** The whole number that `text` is. Throws {@link ShellError} with `complaint` if it is none. */
export function integerOf(text: string, complaint: string): number {
  const value = /^[+-]?\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new ShellError(complaint);
}

/** The version that `-v` asks for; undefined for any. */
export function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const version = integerOf(text, '-v argument must be a number, the dataVersion or aclVersion that "stat" shows');
  return version === -1 ? undefined : version;
}
