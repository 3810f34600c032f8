import { BadArgumentsError } from '@zookit/protocol';
import type { RetryPolicy } from './retry.ts';

/** What every call takes. */
export interface CallOptions {
  /** Ends the call early. The error says whether the request may have been carried out. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, waiting for a connection included, in ms. Default: the client's `requestTimeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Whether to try again what the server postponed; `false` for one attempt. Default: the client's `retry`. */
  readonly retry?: RetryPolicy | false | undefined;
}

/** Throws `BadArgumentsError` if `timeoutMs` is no time to wait; `Infinity` is one. */
export function assertTimeout(timeoutMs: number, operation: string): void {
  if (timeoutMs >= 0) return;
  throw new BadArgumentsError(undefined, { operation, outcome: 'not-executed', cause: `timeoutMs is ${timeoutMs}` });
}
