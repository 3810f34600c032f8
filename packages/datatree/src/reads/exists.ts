import { BadArgumentsError, NoNodeError, Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';

/** The stat of a znode. Where there is none, a watch waits for it to come. */
export const exists: ReadOf<Reads['exists']> = (tree, { path, watch }, requester) => {
  if (path.includes('\0')) throw new BadArgumentsError(path);
  const isThere = tree.nodes.get(path) !== undefined;
  const node = isThere ? readableNode(tree, path, Permission.READ, requester) : undefined;
  if (watch && requester.watcher !== undefined) tree.watches.addData(path, requester.watcher);
  if (node === undefined) throw new NoNodeError(path);
  return { stat: tree.statOf(node) };
};
