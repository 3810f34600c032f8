import { type CreateRequest, type CreateTxn, type TxnHeader, type Writes } from '@zookit/protocol';
import { createNode, type CreationResult } from '../create-node.ts';
import type { DataTree } from '../data-tree.ts';
import { prepareCreate } from '../prepare-create.ts';
import { failed, succeeded, type TransactionOf } from '../transaction.ts';
import type { TreeView } from '../tree-view.ts';
import { NO_TTL, traitsOf } from './create-flags.ts';

/** Checks a create or a create2. */
export function prepareOrdinaryCreate(view: TreeView, request: CreateRequest): CreateTxn {
  const traits = traitsOf(view, request.path, request.flags, NO_TTL);
  const owner = traits.isEphemeral ? view.requester.sessionId : 0n;
  const { path, data, acl, parentCversion } = prepareCreate(view, request, traits, owner);
  return { path, data, acl, ephemeral: traits.isEphemeral, parentCversion };
}

/** Applies a create or a create2. */
export function applyOrdinaryCreate(tree: DataTree, header: TxnHeader, txn: CreateTxn): CreationResult {
  return createNode(tree, header, txn, txn.ephemeral ? header.sessionId : 0n);
}

/** Creates a znode and answers with its path. */
export const create: TransactionOf<Writes['create']> = {
  prepare: prepareOrdinaryCreate,

  apply(tree, header, txn) {
    const { node, error } = applyOrdinaryCreate(tree, header, txn);
    return node === undefined ? failed(error) : succeeded({ path: node.path });
  },
};
