import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import { byPath, layersOf } from './layers.ts';
import { pairsOf, type Pair } from './pairs.ts';

/** How much two subtrees must differ to count as different: more than that. */
export interface Thresholds {
  readonly bytes: number;
  readonly nodes: number;
}

/** A snapshot that is compared with another one. */
export interface Side {
  readonly name: string;
  readonly tree: SnapshotTree;
  /** The znodes by depth; see {@link layersOf}. */
  readonly layers: readonly (readonly SnapshotNode[])[];
  readonly loadedMs: number;
  readonly layeredMs: number;
}

/** Two snapshots whose subtrees are compared by how much data and how many znodes they hold. */
export class Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly thresholds: Thresholds;

  constructor(left: Side, right: Side, thresholds: Thresholds) {
    this.left = left;
    this.right = right;
    this.thresholds = thresholds;
  }

  /** How deep the deeper tree is: the root alone is 1. */
  get depthCount(): number {
    return Math.max(this.left.layers.length, this.right.layers.length);
  }

  /** The pairs of znodes at a depth, from 0 on. */
  atDepth(depth: number): Iterable<Pair> {
    return pairsOf(this.left.layers[depth] ?? [], this.right.layers[depth] ?? []);
  }

  /** The pairs of the children of the znode at `path`; undefined when neither side has one. */
  below(path: string): Iterable<Pair> | undefined {
    const left = this.left.tree.nodes.get(path);
    const right = this.right.tree.nodes.get(path);
    if (left === undefined && right === undefined) return undefined;
    return pairsOf(childrenOf(left), childrenOf(right));
  }

  /** Whether a pair differs by more than the thresholds. A subtree that one side does not have at all counts in full. */
  isDifferent({ left, right }: Pair): boolean {
    const bytes = Math.abs((right?.totalBytes ?? 0) - (left?.totalBytes ?? 0));
    const nodes = Math.abs((right?.descendantCount ?? 0) - (left?.descendantCount ?? 0));
    return bytes > this.thresholds.bytes || nodes > this.thresholds.nodes;
  }
}

/** What `load` yields, as one side of a comparison. */
export async function sideOf(name: string, load: () => Promise<SnapshotTree>): Promise<Side> {
  const start = performance.now();
  const tree = await load();
  const loaded = performance.now();
  const layers = layersOf(tree);
  return { name, tree, layers, loadedMs: loaded - start, layeredMs: performance.now() - loaded };
}

function childrenOf(node: SnapshotNode | undefined): readonly SnapshotNode[] {
  return node === undefined ? [] : node.children.toSorted(byPath);
}
