import { type OptionRule, type OptionRules, signalRule, timeRule } from './option-rules.ts';
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

/** What `retry` must be. */
export const retryRule: OptionRule = {
  accepts: (value) => value === false || typeof value === 'function',
  what: 'a policy or false',
};

/** What the options of every call must be. */
export const callRules: OptionRules<CallOptions> = {
  signal: signalRule,
  timeoutMs: timeRule,
  retry: retryRule,
};

/** What each request of a call that takes several is told, apart from the time. */
export function sharedOptions({ signal, retry }: CallOptions): CallOptions {
  return { signal, retry };
}
