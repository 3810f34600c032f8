import { CONTAINER_OWNER, type Writes } from '@zookit/protocol';
import { createNode } from '../create-node.ts';
import { prepareCreate } from '../prepare-create.ts';
import type { TransactionOf } from '../transaction.ts';
import { answerWithStat } from './create2.ts';
import { NO_TTL, traitsOf } from './create-flags.ts';

/** Creates a container, whatever else the flags say: the operation alone decides, and so does the transaction's type. */
export const createContainer: TransactionOf<Writes['createContainer']> = {
  prepare(view, request) {
    const traits = traitsOf(view, request.path, request.flags, NO_TTL);
    return prepareCreate(view, request, traits, CONTAINER_OWNER);
  },

  apply: (tree, header, txn) => answerWithStat(tree, createNode(tree, header, txn, CONTAINER_OWNER)),
};
