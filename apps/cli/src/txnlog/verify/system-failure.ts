import { lstat } from 'node:fs/promises';

/** Whether the system refused a call on a file. */
export function isSystemFailure(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** Whether a file was removed meanwhile, as a server that runs does. A link to nothing is still there. */
export async function isGone(error: unknown): Promise<boolean> {
  if (!isSystemFailure(error) || error.code !== 'ENOENT' || error.path === undefined) return false;
  return lstat(error.path).then(
    () => false,
    () => true,
  );
}
