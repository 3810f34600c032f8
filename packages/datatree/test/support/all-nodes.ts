import type { DataTree } from '../../src/index.ts';
import type { Znode } from '../../src/znode.ts';

/** The znodes of a tree, parents before their children. */
export function allNodes({ nodes: { root } }: DataTree): Znode[] {
  const found: Znode[] = [];
  for (let node: Znode | undefined = root; node !== undefined; node = node.nextBelow(root)) found.push(node);
  return found;
}
