import { ClosingError } from '@zookit/protocol';
import type { Requests } from '../session/requests.ts';

/** What an iterator throws whose request failed: undefined when somebody closed the client, which is no error. */
export function endingOf(requests: Requests, error: unknown): Error | undefined {
  const { state } = requests;
  if (state.status === 'closed') return state.error;
  if (error instanceof ClosingError) return undefined;
  return error instanceof Error ? error : new Error('something was thrown that is no error', { cause: error });
}
