import { ErrorCode, isKnownErrorCode } from './error-codes.ts';

/**
 * What became of an operation that failed. `rejected`: the server said no, nothing changed. `not-executed`: it never
 * left this process. `unknown`: it may have been carried out.
 */
export type Outcome = 'rejected' | 'not-executed' | 'unknown';

/** The outcome that goes with an error code when nobody knows better: a code that we don't know leaves it open. */
export function usualOutcome(code: number): Outcome {
  switch (code) {
    case ErrorCode.NoNode: // by far the most frequent on a server
      return 'rejected';
    case ErrorCode.ConnectionLoss:
    case ErrorCode.OperationTimeout:
    case ErrorCode.RequestTimeout:
      return 'unknown';
    default:
      return isKnownErrorCode(code) ? 'rejected' : 'unknown';
  }
}
