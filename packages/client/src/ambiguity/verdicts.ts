import { ErrorCode } from '@zookit/protocol';
import type { Settled } from '../session/settle.ts';

/** The answers that need no response of the server. */
type Verdict = Exclude<Settled<never>, { readonly type: 'done' }>;

/** It was not carried out, and can be sent again. */
export const notExecuted: Verdict = { type: 'repeat', outcome: 'not-executed' };

/** It may have been carried out, and the caller wants it sent again all the same. */
export const againAnyway: Verdict = { type: 'repeat', outcome: 'unknown' };

/**
 * It is sent again where the server would have refused it: the reason may be gone. A znode that is not there may have been
 * deleted by this very call.
 */
export function afterAll<Response>(found: Settled<Response> | undefined): Settled<Response> | undefined {
  if (found?.type !== 'failed') return found;
  return found.code === ErrorCode.NoNode ? againAnyway : notExecuted;
}

/** Nobody can tell. */
export const unknown: Verdict = { type: 'unknown' };

/** Somebody else changed the znode first. */
export const badVersion: Verdict = { type: 'failed', code: ErrorCode.BadVersion };

/** The znode was there already. */
export const nodeExists: Verdict = { type: 'failed', code: ErrorCode.NodeExists };

/** The znode is not there. */
export const noNode: Verdict = { type: 'failed', code: ErrorCode.NoNode };
