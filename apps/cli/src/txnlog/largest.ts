import { depthFirst } from './depth-first.ts';
import type { SnapshotNode } from './snapshot-node.ts';

/** A kind of size by which the largest are looked for. */
export interface Ranking {
  readonly kind: 'subtree' | 'znode' | 'children';
  /** What stands above them. */
  readonly title: string;
  readonly unit: string;
  readonly sizeOf: (node: SnapshotNode) => number;
}

/** The kinds of sizes that a user may want to know of. */
export const rankings: readonly Ranking[] = [
  { kind: 'subtree', title: 'The largest subtrees, in bytes', unit: 'bytes', sizeOf: ({ totalBytes }) => totalBytes },
  { kind: 'znode', title: 'The largest znodes, in bytes', unit: 'bytes', sizeOf: ({ dataLength }) => dataLength },
  {
    kind: 'children',
    title: 'The znodes with the most children',
    unit: 'children',
    sizeOf: ({ children }) => children.length,
  },
];

/** The largest znodes below `top`, or of their subtrees, the largest first; nothing of no size. */
export function largestBelow(top: SnapshotNode, { kind, sizeOf }: Ranking, count: number): SnapshotNode[] {
  const found: SnapshotNode[] = [];
  for (const { node, level } of depthFirst(top)) {
    // What the whole has is no news, and a subtree of one znode is a znode.
    const isEligible = kind === 'subtree' ? level > 0 && node.children.length > 0 : true;
    if (isEligible && sizeOf(node) > 0) found.push(node);
  }
  return found.sort((left, right) => sizeOf(right) - sizeOf(left)).slice(0, count);
}
