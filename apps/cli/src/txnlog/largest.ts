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
const rankings: readonly Ranking[] = [
  { kind: 'subtree', title: 'The largest subtrees, in bytes', unit: 'bytes', sizeOf: ({ totalBytes }) => totalBytes },
  { kind: 'znode', title: 'The largest znodes, in bytes', unit: 'bytes', sizeOf: ({ dataLength }) => dataLength },
  {
    kind: 'children',
    title: 'The znodes with the most children',
    unit: 'children',
    sizeOf: ({ children }) => children.length,
  },
];

/**
 * The largest znodes below `top`, or of their subtrees, by each of {@link rankings}, the largest first, and of those alike the
 * first in the snapshot; nothing of no size.
 */
export function largestBelow(top: SnapshotNode, count: number): ReadonlyMap<Ranking, readonly SnapshotNode[]> {
  const found = new Map(rankings.map((ranking) => [ranking, new Largest(ranking.sizeOf, count)]));
  for (const node of nodesBelow(top)) {
    for (const [{ kind }, largest] of found) {
      // What the whole has is no news, and a subtree of one znode is a znode.
      if (kind !== 'subtree' || (node !== top && node.children.length > 0)) largest.offer(node);
    }
  }
  return new Map([...found].map(([ranking, { nodes }]) => [ranking, nodes]));
}

/** Keeps the largest of what is offered. */
class Largest {
  readonly nodes: SnapshotNode[] = [];
  readonly #sizeOf: (node: SnapshotNode) => number;
  readonly #count: number;

  constructor(sizeOf: (node: SnapshotNode) => number, count: number) {
    this.#sizeOf = sizeOf;
    this.#count = count;
  }

  offer(node: SnapshotNode): void {
    const { nodes } = this;
    const size = this.#sizeOf(node);
    if (size <= (nodes.length < this.#count ? 0 : this.#sizeOf(nodes.at(-1)!))) return;
    nodes.splice(this.#placeOf(size), 0, node);
    if (nodes.length > this.#count) nodes.pop();
  }

  /** Behind all that are as large. */
  #placeOf(size: number): number {
    let low = 0;
    for (let high = this.nodes.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#sizeOf(this.nodes[middle]!) < size) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** A znode and all below it, parents first and siblings as the snapshot has them. */
function* nodesBelow(top: SnapshotNode): Generator<SnapshotNode, void, undefined> {
  const stack = [top];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    for (let index = node.children.length - 1; index >= 0; index--) stack.push(node.children[index]!);
  }
}
