import { TraitedRequests } from '../session/traited-requests.ts';
import type { OperationContext } from './context.ts';

/** A view for the requests that a call makes besides its own: diagnostics tell of the call, from its beginning to its end. */
export function untraced(context: OperationContext): OperationContext {
  return { ...context, requests: new TraitedRequests(context.requests, { isTraced: false }) };
}
