import { Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';

/** How many znodes lie below a znode, at any depth. */
export const getAllChildrenNumber: ReadOf<Reads['getAllChildrenNumber']> = (tree, { path }, requester) => {
  const { descendantCount } = readableNode(tree, path, Permission.READ, requester);
  return { totalNumber: descendantCount };
};
