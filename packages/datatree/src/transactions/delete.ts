import {
  BadArgumentsError,
  BadVersionError,
  ErrorCode,
  NotEmptyError,
  parentPath,
  Permission,
  type DeleteTxn,
  type TxnHeader,
  type Writes,
} from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import { deleteNode } from '../delete-node.ts';
import type { NodeState } from '../node-state.ts';
import { failed, succeeded, type TransactionOf, type TxnResult } from '../transaction.ts';
import type { TreeView } from '../tree-view.ts';
import { isExpectedVersion } from '../versions.ts';

/** What every tree has. */
const permanent: ReadonlySet<string> = new Set(['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config']);

/** Throws {@link BadArgumentsError} for a path that can't be deleted. Whether it is well formed is of no interest. */
export function assertDeletable(path: string): void {
  const canBe = path.includes('/') && !path.includes('\0') && !permanent.has(path);
  if (!canBe) throw new BadArgumentsError(path);
}

/** Puts the removal of a znode among the changes. */
export function putDeletion(view: TreeView, path: string, node: NodeState): void {
  const parentAt = parentPath(path);
  const parent = view.get(parentAt);
  const parentRecord = view.change(parentAt, parent);
  parentRecord.childCount--;
  parentRecord.pzxid = view.zxid;
  view.put(parentRecord, parent);
  const record = view.change(path, node);
  record.exists = false;
  record.charge = view.chargeFor(path, -1, -node.dataLength);
  view.put(record, node);
}

/** Applies a delete or a deleteContainer. */
export function applyDelete(tree: DataTree, header: TxnHeader, txn: DeleteTxn): TxnResult<undefined> {
  const error = deleteNode(tree, txn.path, header.zxid);
  return error === ErrorCode.Ok ? succeeded(undefined) : failed(error);
}

/** Deletes a znode without children. */
export const deleteTransaction: TransactionOf<Writes['delete']> = {
  prepare(view, { path, version }) {
    assertDeletable(path);
    const parent = view.get(parentPath(path));
    view.assertAllowed(parent, Permission.DELETE, path);
    const node = view.get(path);
    if (!isExpectedVersion(version, node.version)) throw new BadVersionError(path);
    if (node.childCount > 0) throw new NotEmptyError(path);
    putDeletion(view, path, node);
    return { path };
  },

  apply: applyDelete,
};
