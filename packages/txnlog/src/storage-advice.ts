import { DataDirectoryError, reasonOf } from './errors.ts';
import { systemAdvice } from './system-advice.ts';

/** Does something with a path; an error of the operating system then names it, and what to do. */
export async function withAdvice<T>(path: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const known = systemAdvice(error);
    if (known === undefined || error instanceof DataDirectoryError) throw error;
    const where = (error as NodeJS.ErrnoException).path ?? path;
    throw new DataDirectoryError(where, `${known} (${reasonOf(error)})`, { cause: error });
  }
}
