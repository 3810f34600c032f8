const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'it is no directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** What went wrong, in one line: for what the system refused, the file and why. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (path === undefined || reasons[code ?? ''] === undefined) return failureReason(error);
  return `${path === '' ? "''" : path}: ${failureReason(error)}`;
}

/** What went wrong, for whom the file is named already. */
export function failureReason(error: Error): string {
  return reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
}
