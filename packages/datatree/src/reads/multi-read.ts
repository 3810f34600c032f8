import { OpCode, ZooKeeperError, type MultiReadRequestPart, type MultiResult, type Reads } from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import type { ReadOf } from '../read.ts';
import type { Requester } from '../requester.ts';
import { getChildren } from './get-children.ts';
import { getData } from './get-data.ts';

/** Several reads at once, each of which may fail for itself. They set no watches. */
export const multiRead: ReadOf<Reads['multiRead']> = (tree, { operations }, { sessionId, identities }) => {
  const requester: Requester = { sessionId, identities, watcher: undefined };
  return { results: operations.map((part) => readPart(tree, part, requester)) };
};

function readPart(tree: DataTree, part: MultiReadRequestPart, requester: Requester): MultiResult {
  try {
    if (part.opCode === OpCode.getData) return { type: part.opCode, response: getData(tree, part.request, requester) };
    return { type: part.opCode, response: getChildren(tree, part.request, requester) };
  } catch (error) {
    if (error instanceof ZooKeeperError) return { type: OpCode.error, error: error.code };
    throw error;
  }
}
