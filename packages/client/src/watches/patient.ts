import type { CallOptions } from '../call-options.ts';
import type { OperationContext } from '../operations/context.ts';
import { defaultRetry } from '../retry.ts';
import { TraitedRequests } from '../session/traited-requests.ts';

/** What the requests of an iterator are told: it waits as long as the client lives, whatever the client is told of its calls. */
export const PATIENT: Pick<CallOptions, 'timeoutMs' | 'retry'> = { timeoutMs: Infinity, retry: defaultRetry };

/** A view for the requests of an iterator: they wait for their turn, whatever the limits say of other calls. */
export function patiently(context: OperationContext): OperationContext {
  return { ...context, requests: new TraitedRequests(context.requests, { isPatient: true }) };
}
