import {
  assertPath,
  BadVersionError,
  ErrorCode,
  Permission,
  type SetDataTxn,
  type TxnHeader,
  type Writes,
} from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import { ownData } from '../own-data.ts';
import { failed, succeeded, type TransactionOf } from '../transaction.ts';
import { isExpectedVersion, nextVersion } from '../versions.ts';
import type { Znode } from '../znode.ts';

/** Sets the data of a znode, if there is one. */
export function changeData(tree: DataTree, header: TxnHeader, txn: SetDataTxn): Znode | undefined {
  const { nodes } = tree;
  const node = nodes.get(txn.path);
  if (node === undefined) return undefined;
  const bytesBefore = node.dataLength;
  nodes.setData(node, txn.data, header.zxid, header.time);
  node.version = txn.version;
  nodes.changed(node);
  tree.quotas.changed(node.path);
  tree.quotas.charge(node.path, 0, node.dataLength - bytesBefore);
  tree.watches.dataChanged(node, header.zxid);
  return node;
}

/** Sets the data of a znode and answers with its new stat. */
export const setData: TransactionOf<Writes['setData']> = {
  prepare(view, request) {
    const { path, version } = request;
    assertPath(path);
    const node = view.get(path);
    view.assertAllowed(node, Permission.WRITE, path);
    const dataLength = request.data?.length ?? 0;
    const charge = view.affordableChargeFor(path, 0, dataLength - node.dataLength);
    if (!isExpectedVersion(version, node.version)) throw new BadVersionError(path);
    const data = ownData(request.data);
    const record = view.change(path, node);
    record.version = nextVersion(node.version);
    record.mtime = view.time;
    record.mzxid = view.zxid;
    record.dataLength = dataLength;
    record.contentCrc = view.tree.nodes.digester.contentCrc(path, data);
    record.charge = charge;
    view.put(record, node);
    return { path, data, version: record.version };
  },

  apply(tree, header, txn) {
    const node = changeData(tree, header, txn);
    return node === undefined ? failed(ErrorCode.NoNode) : succeeded({ stat: tree.statOf(node) });
  },
};
