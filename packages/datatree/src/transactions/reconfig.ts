import { ErrorCode, UnimplementedError, type Writes } from '@zookit/protocol';
import { failed, succeeded, type TransactionOf } from '../transaction.ts';
import { changeData } from './set-data.ts';

/**
 * Changes the members of the ensemble: for the tree, the data of `/zookeeper/config`. Only the leader of an ensemble can
 * tell whether it may; whoever asks a tree is refused, as by a standalone server.
 */
export const reconfig: TransactionOf<Writes['reconfig']> = {
  prepare() {
    throw new UnimplementedError();
  },

  apply(tree, header, txn) {
    const node = changeData(tree, header, txn);
    if (node === undefined) return failed(ErrorCode.NoNode);
    return succeeded({ data: tree.nodes.dataOf(node), stat: tree.statOf(node) });
  },
};
