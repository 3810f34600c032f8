import type { SnapshotNode } from '../snapshot-node.ts';
import { byPath } from './layers.ts';

/** The znodes that two snapshots have at a path; undefined where one has none. */
export interface Pair {
  readonly left: SnapshotNode | undefined;
  readonly right: SnapshotNode | undefined;
  /** The next znode of either side, from which it was seen whose turn it is. Undefined when one side has no more. */
  readonly heads: readonly [left: SnapshotNode, right: SnapshotNode] | undefined;
}

/** Goes through two lists that are sorted by path side by side. */
export function* pairsOf(
  lefts: readonly SnapshotNode[],
  rights: readonly SnapshotNode[],
): Generator<Pair, void, undefined> {
  let leftIndex = 0;
  let rightIndex = 0;
  while (leftIndex < lefts.length || rightIndex < rights.length) {
    const left = lefts[leftIndex];
    const right = rights[rightIndex];
    const heads = left === undefined || right === undefined ? undefined : ([left, right] as const);
    const order = heads === undefined ? (left === undefined ? 1 : -1) : byPath(...heads);
    if (order <= 0) leftIndex++;
    if (order >= 0) rightIndex++;
    yield { left: order <= 0 ? left : undefined, right: order >= 0 ? right : undefined, heads };
  }
}
