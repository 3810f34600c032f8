import type { Pair } from '../compare/pairs.ts';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { JsonObject } from './txn-json.ts';

/** What two snapshots have at a path, as an object for JSON; null where one has nothing. */
export function pairJson({ left, right }: Pair, depth: number): JsonObject {
  const { path } = left ?? right!;
  return { path, depth, left: sizeJson(left), right: sizeJson(right) };
}

function sizeJson(node: SnapshotNode | undefined): JsonObject | null {
  return node === undefined ? null : { bytes: node.totalBytes, descendants: node.descendantCount };
}
