import { ErrorCode, parentPath, type Acl, type TxnHeader } from '@zookit/protocol';
import type { DataTree } from './data-tree.ts';
import type { Znode } from './znode.ts';

/** What every create transaction says. */
export interface Creation {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly parentCversion: number;
}

/** What creating a znode came to: the znode, or why there is none. */
export type CreationResult =
  { readonly node: Znode; readonly error: 0 } | { readonly error: number; readonly node: undefined };

/** In logs from before 3.3: the parent's `cversion` is one more than it was. */
const UNKNOWN_CVERSION = -1;

/**
 * Creates a znode, whatever the log says and the tree holds.
 *
 * That a child came is noted even if it was there already: a snapshot that was taken while transactions were applied may
 * hold a znode of a later time, but not yet what this did to its parent. Source: `FileTxnSnapLog`, for creates of the
 * oldest type only; a replay needs it for all.
 */
export function createNode(tree: DataTree, header: TxnHeader, creation: Creation, owner: bigint): CreationResult {
  const { nodes } = tree;
  const { path, data, acl } = creation;
  const parent = nodes.get(parentPath(path));
  const existing = nodes.get(path);
  if (existing !== undefined) {
    nodes.replaceAcl(existing, acl);
    if (parent !== undefined) raiseCversion(tree, parent, creation.parentCversion, header.zxid);
    return failed(ErrorCode.NodeExists);
  }
  if (parent === undefined || !path.startsWith('/')) return failed(ErrorCode.NoNode);
  raiseCversion(tree, parent, creation.parentCversion, header.zxid);
  const init = { zxid: header.zxid, time: header.time, ephemeralOwner: owner };
  const node = nodes.add(parent, path, data, tree.acls.acquire(acl), init);
  tree.owners.add(node);
  tree.quotas.created(node);
  tree.quotas.charge(path, 1, node.dataLength);
  tree.watches.created(node, parent, header.zxid);
  return { node, error: ErrorCode.Ok };
}

/**
 * Lets a parent know of a created child. Never backwards: when a log is replayed over a snapshot that was taken meanwhile,
 * the parent may be ahead.
 */
function raiseCversion(tree: DataTree, parent: Znode, parentCversion: number, zxid: bigint): void {
  const cversion = parentCversion === UNKNOWN_CVERSION ? (parent.cversion + 1) | 0 : parentCversion;
  if (cversion <= parent.cversion) return;
  parent.cversion = cversion;
  parent.pzxid = zxid;
  tree.nodes.changed(parent);
}

function failed(error: number): CreationResult {
  return { error, node: undefined };
}
