import type { Writes } from '@zookit/protocol';
import { succeeded, type TransactionOf } from '../transaction.ts';

/** Begins the session in the header. */
export const createSession: TransactionOf<Writes['createSession']> = {
  prepare: (_view, { timeoutMs }) => ({ timeoutMs }),

  apply(tree, { sessionId }, { timeoutMs }) {
    tree.addSession(sessionId, timeoutMs);
    return succeeded(undefined);
  },
};
