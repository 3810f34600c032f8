import { nameOf } from '../option-rules.ts';
import type { FailedAttempt, RetryPolicy } from '../retry.ts';

/**
 * What a policy of the caller says. One that throws, or gives what is no time to wait, has nothing more to say: `problem` names
 * it by the option that brought it.
 */
export function delayBy(
  policy: RetryPolicy,
  attempt: FailedAttempt,
  option: 'retry' | 'reconnect',
): number | false | { readonly problem: string } {
  try {
    const delayMs: unknown = policy(attempt);
    if (delayMs === false || (typeof delayMs === 'number' && delayMs >= 0)) return delayMs;
    return { problem: `${option} gave ${nameOf(delayMs)}, which is no time to wait` };
  } catch (thrown) {
    return { problem: `${option} threw: ${thrown instanceof Error ? thrown.message : nameOf(thrown)}` };
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
