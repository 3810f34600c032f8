import type { CallOptions } from '../call-options.ts';
import { defaultRetry } from '../retry.ts';

/** What the requests of an iterator are told: it waits as long as the client lives, whatever the client is told of its calls. */
export const PATIENT: Pick<CallOptions, 'timeoutMs' | 'retry'> = { timeoutMs: Infinity, retry: defaultRetry };
