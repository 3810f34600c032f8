import { formatHex } from '@zookit/protocol';
import type { SessionDifference } from '../compare/session-difference.ts';
import type { ZnodeDifference } from '../compare/znode-difference.ts';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import { nodeJson } from './snapshot-json.ts';
import type { JsonObject } from './txn-json.ts';

/** A difference as an object for JSON: null where one side has nothing, else what is not alike. */
export function znodeDifferenceJson(difference: ZnodeDifference, left: SnapshotTree, right: SnapshotTree): JsonObject {
  if (difference.only !== undefined) {
    const { node, only } = difference;
    const { path, ...content } = nodeJson(node, only === 'left' ? left : right);
    const isLeft = only === 'left';
    return { kind: 'znode', path, left: isLeft ? content : null, right: isLeft ? null : content };
  }
  const names = new Set<string>(difference.fields.flatMap((field) => (field === 'data' ? DATA_NAMES : field)));
  const contentOf = (node: SnapshotNode, tree: SnapshotTree): JsonObject =>
    Object.fromEntries(Object.entries(nodeJson(node, tree)).filter(([name]) => names.has(name)));
  return {
    kind: 'znode',
    path: difference.left.path,
    left: contentOf(difference.left, left),
    right: contentOf(difference.right, right),
  };
}

const DATA_NAMES = ['data', 'text', 'dataLength'];

/** As {@link znodeDifferenceJson}. */
export function sessionDifferenceJson({ sessionId, left, right }: SessionDifference): JsonObject {
  return { kind: 'session', session: formatHex(sessionId), left: timeoutJson(left), right: timeoutJson(right) };
}

function timeoutJson(timeoutMs: number | undefined): JsonObject | null {
  return timeoutMs === undefined ? null : { timeoutMs };
}
