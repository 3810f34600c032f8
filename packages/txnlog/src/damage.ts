import { JuteError } from '@zookit/jute';
import { SnapshotFormatError } from './snapshot-stream.ts';

/** What zlib says of bytes that no gzip wrote, or that end early. */
const ZLIB_CODES: readonly unknown[] = ['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT'];

/** What V8 says in a RangeError when something grows beyond what it can hold. */
const ENGINE_LIMIT =
  /maximum size exceeded|Maximum call stack|allocation failed|^Invalid (?:string|array|typed array) /u;

/**
 * Whether an error says that a file holds what cannot be, and not that the system could not read it or this process not
 * hold it.
 */
export function isDamage(error: unknown): boolean {
  if (error instanceof SnapshotFormatError || error instanceof JuteError) return true;
  if (error instanceof RangeError) return !ENGINE_LIMIT.test(error.message);
  return ZLIB_CODES.includes((error as NodeJS.ErrnoException).code);
}
