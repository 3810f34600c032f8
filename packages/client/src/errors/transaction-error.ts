import { ZooKeeperError, type ZooKeeperErrorOptions } from '@zookit/protocol';

/** What a {@link TransactionError} consists of. */
export interface TransactionFailure {
  /** The position of the operation that failed, from 0. */
  readonly failedIndex: number;
  /** The error of the operation that failed; it becomes the cause. */
  readonly error: ZooKeeperError;
  /** The error of each operation, in order: undefined for those in front of the one that failed. */
  readonly errors: readonly (ZooKeeperError | undefined)[];
}

/** A transaction was refused as a whole: nothing of it happened. The code and the path are those of what failed. */
export class TransactionError extends ZooKeeperError {
  override readonly name: string = 'TransactionError';
  readonly failedIndex: number;
  readonly errors: readonly (ZooKeeperError | undefined)[];

  constructor(failure: TransactionFailure, options?: ZooKeeperErrorOptions) {
    const { failedIndex, error, errors } = failure;
    super(error.code, error.path, {
      operation: 'transaction',
      detail: `operation ${String(failedIndex)} failed`,
      cause: error,
      ...options,
      outcome: options?.outcome ?? 'rejected',
    });
    this.failedIndex = failedIndex;
    this.errors = errors;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), failedIndex: this.failedIndex, errors: this.errors.map((error) => error?.toJSON()) };
  }
}
