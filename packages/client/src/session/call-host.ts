import type { Clock, Timer } from '../environment.ts';
import type { RetryPolicy } from '../retry.ts';
import type { PendingCall } from '../wire/pending-call.ts';
import type { OpenCall } from './open-calls.ts';

/** What all calls of a client share. */
export interface CallHost {
  readonly clock: Clock;
  readonly random: () => number;
  /** For calls that bring none of their own. */
  readonly retry: RetryPolicy | false;
  /** A call waits to be sent again, `delayMs` from now. */
  pause(call: PendingCall, delayMs: number): Timer;
  /** A call has ended. */
  ended(call: OpenCall & PendingCall): void;
}
