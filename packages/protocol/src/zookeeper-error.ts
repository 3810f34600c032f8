import { errorName } from './error-codes.ts';

/** An operation failed as ZooKeeper defines it. Each {@link ErrorCode} has a class of its own below this one. */
export class ZooKeeperError extends Error {
  override readonly name = 'ZooKeeperError';
  /** An {@link ErrorCode}, or whatever number a server of another age sent. */
  readonly code: number;
  /** The path that the operation was about, where there is one. */
  readonly path: string | undefined;

  constructor(code: number, path?: string, options?: ErrorOptions) {
    super(path === undefined ? errorName(code) : `${errorName(code)}: ${path}`, options);
    this.code = code;
    this.path = path;
  }
}
