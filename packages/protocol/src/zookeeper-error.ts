import { errorName } from './error-codes.ts';

/** An operation failed as ZooKeeper defines it. Each {@link ErrorCode} has a class of its own below this one. */
export class ZooKeeperError extends Error {
  override readonly name = 'ZooKeeperError';
  /** An {@link ErrorCode}, or whatever number a server of another age sent. */
  readonly code: number;
  /** The path that the operation was about, where there is one. */
  readonly path: string | undefined;

  constructor(code: number, path?: string, options?: ErrorOptions) {
    // A server makes one for every read of a missing znode. Without a stack it costs 0.4 instead of 2.1 µs, and what the
    // stack would show is where the reply was read or the request carried out: always the same places.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(path === undefined ? errorName(code) : `${errorName(code)}: ${path}`, options);
    Error.stackTraceLimit = limit;
    this.code = code;
    this.path = path;
  }
}
