import { ErrorCode, type ZooKeeperError } from '@zookit/protocol';
import { refusal } from './operations/refusal.ts';
import { nameOf, type OptionRules, positiveRule, problemOfOptions, timeRule } from './option-rules.ts';

/** What a {@link RetryPolicy} decides on. */
export interface FailedAttempt {
  /** How many attempts of this call failed before this one. */
  readonly n: number;
  /** Since the first attempt of this call began, in ms. */
  readonly elapsedMs: number;
  /** When it failed, in ms on the client's clock. */
  readonly now: number;
  readonly error: ZooKeeperError;
  /** The operation in the caller's word. */
  readonly operation: string;
  /** A number from 0 up to, but not including, 1: the client's own chance. */
  readonly random: () => number;
}

/** Says after how many ms to try again, or false to give up. It decides on attempts only that are safe to repeat. */
export interface RetryPolicy {
  (attempt: FailedAttempt): number | false;
  /** Told of each call that succeeded. */
  readonly succeeded?: (() => void) | undefined;
}

/** How {@link RetryPolicies.exponential} grows. */
export interface ExponentialOptions {
  /** The upper bound of the first delay, in ms. Default 50. */
  readonly baseMs?: number | undefined;
  /** The upper bound of every delay, in ms. Default 5000. */
  readonly maxMs?: number | undefined;
  /** How many attempts a call has, the first included. Default: no limit but the call's deadline. */
  readonly maxAttempts?: number | undefined;
  /** After how many ms a call is not tried again. Default: no limit but the call's deadline. */
  readonly maxElapsedMs?: number | undefined;
}

/** When {@link RetryPolicies.circuitBreaker} opens and closes. */
export interface CircuitBreakerOptions {
  /** How many failures in a row open the circuit. */
  readonly failures: number;
  /** For how long it stays open, in ms. */
  readonly cooldownMs: number;
}

/** The policies that are at hand. */
export interface RetryPolicies {
  /** One attempt. */
  readonly never: RetryPolicy;
  /** Again after the same delay, until the call's deadline. */
  forever(delayMs: number): RetryPolicy;
  /** A delay of chance, whose upper bound doubles: from 0 to min(`maxMs`, `baseMs` · 2ⁿ). */
  exponential(options?: ExponentialOptions): RetryPolicy;
  /**
   * Shares its failures among all calls that have this policy: after so many in a row nothing is tried again until the
   * cooldown has passed; then one more failure opens the circuit again. A success closes it.
   */
  circuitBreaker(inner: RetryPolicy, options: CircuitBreakerOptions): RetryPolicy;
}

/** The policies that are at hand. */
export const retry: RetryPolicies = {
  never: () => false,
  forever,
  exponential,
  circuitBreaker,
};

const exponentialRules: OptionRules<ExponentialOptions> = {
  baseMs: timeRule,
  maxMs: timeRule,
  maxAttempts: {
    accepts: (value) => value === Infinity || (Number.isInteger(value) && Number(value) >= 1),
    what: 'a whole number from 1 on, or Infinity',
  },
  maxElapsedMs: timeRule,
};

const circuitBreakerRules: OptionRules<CircuitBreakerOptions> = {
  failures: positiveRule,
  cooldownMs: timeRule,
};

const patient = exponential();

/** The policy of calls that are told none. A write at a server that lost its quorum fails at once, as it does with Apache's. */
export const defaultRetry: RetryPolicy = (attempt) =>
  attempt.error.code === ErrorCode.NotReadOnly ? false : patient(attempt);

function exponential(options: ExponentialOptions = {}): RetryPolicy {
  refuse('exponential', problemOfOptions(options, exponentialRules));
  const { baseMs = 50, maxMs = 5000, maxAttempts = Infinity, maxElapsedMs = Infinity } = options;
  return ({ n, elapsedMs, random }) => {
    if (n + 1 >= maxAttempts) return false;
    const delayMs = random() * Math.min(maxMs, baseMs * 2 ** n);
    return elapsedMs + delayMs > maxElapsedMs ? false : delayMs;
  };
}

function forever(delayMs: number): RetryPolicy {
  const isTime = timeRule.accepts(delayMs);
  refuse('forever', isTime ? undefined : `the delay must be ${timeRule.what}, not ${nameOf(delayMs)}`);
  return () => delayMs;
}

function circuitBreaker(inner: RetryPolicy, options: CircuitBreakerOptions): RetryPolicy {
  refuse('circuitBreaker', problemOfCircuit(inner, options));
  const { failures, cooldownMs } = options;
  let inARow = 0;
  let openUntil = -Infinity;
  const decide = (attempt: FailedAttempt): number | false => {
    inARow += 1;
    if (attempt.now < openUntil) return false;
    if (inARow < failures) return inner(attempt);
    openUntil = attempt.now + cooldownMs;
    return false;
  };
  const succeeded = (): void => {
    inARow = 0;
    openUntil = -Infinity;
    inner.succeeded?.();
  };
  return Object.assign(decide, { succeeded });
}

function problemOfCircuit(inner: unknown, options: unknown): string | undefined {
  if (typeof inner !== 'function') return `the policy inside must be a function, not ${nameOf(inner)}`;
  const given = { failures: undefined, cooldownMs: undefined, ...(options as Partial<CircuitBreakerOptions>) };
  const missing = Object.entries(given).find(([, value]) => value === undefined)?.[0];
  return problemOfOptions(options, circuitBreakerRules) ?? (missing && `the option ${missing} is missing`);
}

/** A policy is made long before it is asked: what makes no sense must not wait until then. */
function refuse(policy: string, problem: string | undefined): void {
  if (problem !== undefined) throw refusal(`retry.${policy}`, undefined, problem);
}
