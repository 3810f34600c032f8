import { systemAdvice } from './system-advice.ts';

/** A log that could not be written or forced to disk. Final for that log: what was not yet confirmed may be lost. */
export class LogWriteError extends Error {
  override readonly name = 'LogWriteError';
  readonly file: string;
  /** Where the write that failed began, in bytes. */
  readonly offset: number;

  constructor(file: string, offset: number, cause: unknown) {
    const advice = systemAdvice(cause);
    const remedy = advice === undefined ? '' : `; ${advice}, then start the server again`;
    super(`${file} could not be written at offset ${offset}: ${reasonOf(cause)}${remedy}`, { cause });
    this.file = file;
    this.offset = offset;
  }
}

/** A log that holds something else than what was written to it. Nothing of it was skipped: reading ended there. */
export class CorruptLogError extends Error {
  override readonly name = 'CorruptLogError';
  readonly file: string;
  /** Where the damage begins, in bytes. */
  readonly offset: number;
  readonly reason: string;

  constructor(file: string, offset: number, reason: string, options?: ErrorOptions) {
    super(`${file} is damaged at offset ${offset}: ${reason}`, options);
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }
}

/** A snapshot that holds something else than what was written to it. */
export class CorruptSnapshotError extends Error {
  override readonly name = 'CorruptSnapshotError';
  readonly file: string;
  /** Where the damage shows, in bytes of the uncompressed content. */
  readonly offset: number;
  readonly reason: string;

  constructor(file: string, offset: number, reason: string, options?: ErrorOptions) {
    super(`${file} is damaged at offset ${offset}: ${reason}`, options);
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }
}

/** A data directory that cannot be used as it is. The message says what to do. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
    this.path = path;
  }
}

/** What an error says, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
