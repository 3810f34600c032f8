import { JuteError } from '@zookit/jute';
import { SnapshotFormatError } from './snapshot-stream.ts';

/** What zlib says of bytes that no gzip wrote, or that end early. */
const ZLIB_CODES: readonly unknown[] = ['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT'];

/** What the system says of a sector that cannot be read, or of a file whose place on the disk is lost. */
const MEDIUM_CODES: readonly unknown[] = ['EIO', 'EBADMSG', 'EUCLEAN'];

/** What V8 says in a RangeError when something grows beyond what it can hold. */
const ENGINE_LIMIT =
  /maximum size exceeded|Maximum call stack|allocation failed|^Invalid (?:string|array|typed array) /u;

/**
 * Whether an error says that a file holds what cannot be, or lies where the disk cannot be read: another file may do in its
 * place. It does not when the system refuses to read it, or when this process cannot hold it.
 */
export function isDamage(error: unknown): boolean {
  if (error instanceof SnapshotFormatError || error instanceof JuteError) return true;
  if (error instanceof RangeError) return !ENGINE_LIMIT.test(error.message);
  const { code } = error as NodeJS.ErrnoException;
  return ZLIB_CODES.includes(code) || MEDIUM_CODES.includes(code);
}
