import type { Create2Response, Writes } from '@zookit/protocol';
import type { CreationResult } from '../create-node.ts';
import type { DataTree } from '../data-tree.ts';
import { failed, succeeded, type TransactionOf, type TxnResult } from '../transaction.ts';
import { applyOrdinaryCreate, prepareOrdinaryCreate } from './create.ts';

/** The answer of every create but the oldest: path and stat. */
export function answerWithStat(tree: DataTree, { node, error }: CreationResult): TxnResult<Create2Response> {
  return node === undefined ? failed(error) : succeeded({ path: node.path, stat: tree.statOf(node) });
}

/** Creates a znode and answers with its path and stat. */
export const create2: TransactionOf<Writes['create2']> = {
  prepare: prepareOrdinaryCreate,
  apply: (tree, header, txn) => answerWithStat(tree, applyOrdinaryCreate(tree, header, txn)),
};
