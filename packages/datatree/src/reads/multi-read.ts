import {
  OpCode,
  Permission,
  ZooKeeperError,
  type MultiReadRequestPart,
  type MultiResult,
  type Reads,
} from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';
import type { Requester } from '../requester.ts';
import type { Znode } from '../znode.ts';
import { ResponseBudget } from './response-budget.ts';

/** Several reads at once, each of which may fail for itself. They set no watches. */
export const multiRead: ReadOf<Reads['multiRead']> = (tree, { operations }, requester) => {
  const budget = new ResponseBudget(tree);
  return { results: operations.map((part) => readPart(tree, part, requester, budget)) };
};

function readPart(
  tree: DataTree,
  part: MultiReadRequestPart,
  requester: Requester,
  budget: ResponseBudget,
): MultiResult {
  budget.takeMultiHeader();
  const node = nodeOrError(tree, part.request.path, requester);
  if (typeof node === 'number') return { type: OpCode.error, error: node };
  if (part.opCode === OpCode.getData) {
    budget.takeData(node);
    budget.takeStat();
    return { type: part.opCode, response: { data: tree.nodes.dataOf(node), stat: tree.statOf(node) } };
  }
  budget.takeChildNames(node);
  return { type: part.opCode, response: { children: node.childNames() } };
}

/** The znode that a part reads, or the {@link ErrorCode} that it fails with. */
function nodeOrError(tree: DataTree, path: string, requester: Requester): Znode | number {
  try {
    return readableNode(tree, path, Permission.READ, requester);
  } catch (error) {
    if (error instanceof ZooKeeperError) return error.code;
    throw error;
  }
}
