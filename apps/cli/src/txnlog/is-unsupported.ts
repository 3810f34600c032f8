const CODES: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Whether a call failed since the file system has no such thing: FAT knows neither owners nor links. */
export function isUnsupported(error: unknown): boolean {
  return CODES.includes((error as NodeJS.ErrnoException).code);
}
