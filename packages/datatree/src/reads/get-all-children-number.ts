import { Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';

/** How many znodes lie below a znode, at any depth. */
export const getAllChildrenNumber: ReadOf<Reads['getAllChildrenNumber']> = (tree, { path }, requester) => {
  const top = readableNode(tree, path, Permission.READ, requester);
  if (top === tree.nodes.root) return { totalNumber: tree.nodes.count - 1 };
  let totalNumber = 0;
  for (let node = top.nextBelow(top); node !== undefined; node = node.nextBelow(top)) totalNumber++;
  return { totalNumber };
};
