const explanations: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'bad file descriptor',
  EEXIST: 'file already exists',
  EIO: 'i/o error',
  EMFILE: 'too many open files',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
};

/** An error as Node's file system throws it. */
export function diskError(code: string, call: string, path: string): NodeJS.ErrnoException {
  const message = `${code}: ${explanations[code] ?? 'unknown error'}, ${call} '${path}'`;
  return Object.assign(new Error(message), { code, syscall: call, path });
}
