import { javaHashOrder, javaStringHash } from './formats/java-hash-order.ts';
import type { SnapshotNode } from './snapshot-node.ts';

/** How large the table of a DataNode's children is in the beginning. */
const CHILDREN_CAPACITY = 8;

/** A znode that is gone through, and how far below the first one it lies. */
export interface Visit {
  readonly node: SnapshotNode;
  readonly level: number;
}

/**
 * A znode and those below it, parents first and siblings in the order in which Apache's server keeps them. Needs no call
 * stack, however deep the tree; those below what `isWanted` refuses are left out.
 */
export function* depthFirst(
  top: SnapshotNode,
  isWanted: (node: SnapshotNode, level: number) => boolean = () => true,
): Generator<Visit, void, undefined> {
  const stack: Visit[] = [{ node: top, level: 0 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, level } = visit;
    if (!isWanted(node, level)) continue;
    yield visit;
    const children = javaOrder(node);
    for (let index = children.length - 1; index >= 0; index--) stack.push({ node: children[index]!, level: level + 1 });
  }
}

function javaOrder({ path, children }: SnapshotNode): readonly SnapshotNode[] {
  if (children.length < 2) return children;
  const nameStart = path === '/' ? 1 : path.length + 1;
  return javaHashOrder(children, (child) => javaStringHash(child.path, nameStart), CHILDREN_CAPACITY);
}
