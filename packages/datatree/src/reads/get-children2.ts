import { Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';
import { ResponseBudget } from './response-budget.ts';

/** The names of a znode's children, and its stat. */
export const getChildren2: ReadOf<Reads['getChildren2']> = (tree, { path, watch }, requester) => {
  const node = readableNode(tree, path, Permission.READ, requester);
  const budget = new ResponseBudget(tree);
  budget.takeChildNames(node);
  budget.takeStat();
  if (watch && requester.watcher !== undefined) tree.watches.addChildren(path, requester.watcher);
  return { children: node.childNames(), stat: tree.statOf(node) };
};
