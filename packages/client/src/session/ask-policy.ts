import type { FailedAttempt, RetryPolicy } from '../retry.ts';

/** What a policy of the caller says. One that throws, or gives what is no time to wait, has nothing more to say. */
export function delayBy(policy: RetryPolicy, attempt: FailedAttempt): number | false {
  try {
    const delayMs: unknown = policy(attempt);
    return typeof delayMs === 'number' && delayMs >= 0 ? delayMs : false;
  } catch {
    return false;
  }
}

/** Tells a policy of the caller about success. What it throws changes nothing about that. */
export function tellSuccess(policy: RetryPolicy): void {
  try {
    policy.succeeded?.();
  } catch {
    // The call has its result.
  }
}
