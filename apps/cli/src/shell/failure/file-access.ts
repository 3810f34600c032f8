import { ShellError } from './shell-error.ts';

const reading: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a directory',
};

const writing: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'what it should be in is no directory',
  EACCES: 'you may not write there',
  EROFS: 'nobody may write there',
  ENOSPC: 'there is no room left',
};

/** Why a file can't be read. */
export function readFailure(file: string, error: unknown): ShellError {
  return new ShellError(`${file} can't be read: ${reasonIn(reading, error)}.`, { cause: error });
}

/** Why a file can't be written. */
export function writeFailure(file: string, error: unknown): ShellError {
  return new ShellError(`${file} can't be written: ${reasonIn(writing, error)}.`, { cause: error });
}

function reasonIn(reasons: Readonly<Record<string, string>>, error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
