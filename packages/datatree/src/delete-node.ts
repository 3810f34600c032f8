import { ErrorCode, parentPath } from '@zookit/protocol';
import type { DataTree } from './data-tree.ts';
import type { Znode } from './znode.ts';

/**
 * Deletes the znode at `path`, whatever the log says and the tree holds. Returns an {@link ErrorCode}.
 *
 * That a child went is noted even if it was gone already: a snapshot that was taken while transactions were applied may
 * have missed the one but not the other.
 */
export function deleteNode(tree: DataTree, path: string, zxid: bigint): number {
  const { nodes } = tree;
  const parent = nodes.get(parentPath(path));
  if (parent === undefined) return ErrorCode.NoNode;
  const node = nodes.get(path);
  if (node === nodes.root) return ErrorCode.BadArguments;
  if (zxid > parent.pzxid) {
    parent.pzxid = zxid;
    nodes.changed(parent);
  }
  if (node === undefined) return ErrorCode.NoNode;
  if (node.childCount > 0) removeBelow(tree, node);
  remove(tree, node);
  tree.watches.deleted(node, parent, zxid);
  return ErrorCode.Ok;
}

function remove(tree: DataTree, node: Znode): void {
  tree.nodes.remove(node);
  tree.owners.remove(node);
  tree.quotas.changed(node.path);
  tree.quotas.charge(node.path, -1, -node.dataLength);
}

/**
 * No server proposes to delete a znode that has children. But replaying a log over a snapshot that was taken meanwhile
 * may meet one whose children are of a later time: they will be created again.
 */
function removeBelow(tree: DataTree, top: Znode): void {
  const below: Znode[] = [];
  for (let node = top.nextBelow(top); node !== undefined; node = node.nextBelow(top)) below.push(node);
  for (const node of below.reverse()) remove(tree, node);
}
