import { Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';
import { ResponseBudget } from './response-budget.ts';

/** The names of a znode's children. */
export const getChildren: ReadOf<Reads['getChildren']> = (tree, { path, watch }, requester) => {
  const node = readableNode(tree, path, Permission.READ, requester);
  new ResponseBudget(tree).takeChildNames(node);
  if (watch && requester.watcher !== undefined) tree.watches.addChildren(path, requester.watcher);
  return { children: node.childNames() };
};
