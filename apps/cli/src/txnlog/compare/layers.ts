import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';

/** The znodes of a tree by their depth, from the root down; those of one depth sorted by path. */
export function layersOf({ root }: SnapshotTree): SnapshotNode[][] {
  const layers: SnapshotNode[][] = [];
  let layer = root === undefined ? [] : [root];
  while (layer.length > 0) {
    layers.push(layer);
    layer = layer.flatMap(({ children }) => children).sort(byPath);
  }
  return layers;
}

/** As Java compares strings: by their UTF-16 units. */
export function byPath(left: SnapshotNode, right: SnapshotNode): number {
  if (left.path === right.path) return 0;
  return left.path < right.path ? -1 : 1;
}
