const advice: Readonly<Record<string, string>> = {
  EACCES: 'the user that the server runs as may not do that: give the directory and its files to that user',
  EPERM: 'the user that the server runs as may not do that: give the directory and its files to that user',
  EROFS: 'the file system is mounted read-only: mount it to be written to',
  EIO: 'the disk, or the way to it, does not work: see the log of the system',
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'the quota of the user that the server runs as is used up: raise it or make room',
  EFBIG: 'the file may not grow any further: raise the limit of the process (ulimit -f)',
  ENOENT: 'the directory is gone: bring it back, or check dataDir and dataLogDir',
  ENOTDIR: 'there is a file where a directory should be: check dataDir and dataLogDir',
  EISDIR: 'there is a directory where a file should be: move it away',
  EMFILE: 'the process may open no more files: raise its limit (ulimit -n)',
};

/** What an operator can do about an error of the operating system; undefined where nobody knows. */
export function systemAdvice(error: unknown): string | undefined {
  return advice[String((error as NodeJS.ErrnoException | undefined)?.code)];
}
