import { Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';

/** The data of a znode, which the caller must not write to, and its stat. */
export const getData: ReadOf<Reads['getData']> = (tree, { path, watch }, requester) => {
  const node = readableNode(tree, path, Permission.READ, requester);
  if (watch && requester.watcher !== undefined) tree.watches.addData(path, requester.watcher);
  return { data: tree.nodes.dataOf(node), stat: tree.statOf(node) };
};
