import { BadArgumentsError, TTL_MAX_MS, ttlOwner, type Writes } from '@zookit/protocol';
import { createNode } from '../create-node.ts';
import { prepareCreate } from '../prepare-create.ts';
import type { TransactionOf } from '../transaction.ts';
import { answerWithStat } from './create2.ts';
import { traitsOf } from './create-flags.ts';

/** Creates a znode with a time to live. */
export const createTTL: TransactionOf<Writes['createTTL']> = {
  prepare(view, request) {
    const { ttl, path: requested, flags } = request;
    const traits = traitsOf(view, requested, flags, ttl);
    if (!traits.hasTtl) throw new BadArgumentsError(requested);
    const { path, data, acl, parentCversion } = prepareCreate(view, request, traits, ttlOwner(ttl));
    return { path, data, acl, parentCversion, ttl };
  },

  apply: (tree, header, txn) => answerWithStat(tree, createNode(tree, header, txn, ownerOf(txn.ttl))),
};

/**
 * Apache's server accepts a createTTL without a time to live, and then dies of it at each start. A log of such a server
 * must still be readable: its znode stays.
 */
function ownerOf(ttl: bigint): bigint {
  return ttl > 0n && ttl <= TTL_MAX_MS ? ttlOwner(ttl) : 0n;
}
