import { DataDirectoryError, reasonOf } from './errors.ts';

const advice: Readonly<Record<string, string>> = {
  EACCES: 'the user that the server runs as may not do that: give the directory and its files to that user',
  EPERM: 'the user that the server runs as may not do that: give the directory and its files to that user',
  EROFS: 'the file system is mounted read-only: mount it to be written to',
  ENOSPC: 'the disk is full: make room, then start the server again',
  EDQUOT: 'the quota of the user that the server runs as is used up: raise it or make room',
  ENOTDIR: 'there is a file where a directory should be: check dataDir and dataLogDir',
  EMFILE: 'the process may open no more files: raise its limit (ulimit -n)',
};

/** Does something with a path; an error of the operating system then names it, and what to do. */
export async function withAdvice<T>(path: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const known = advice[String((error as NodeJS.ErrnoException).code)];
    if (known === undefined || error instanceof DataDirectoryError) throw error;
    const where = (error as NodeJS.ErrnoException).path ?? path;
    throw new DataDirectoryError(where, `${known} (${reasonOf(error)})`, { cause: error });
  }
}
