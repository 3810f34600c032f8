import type { DataTree } from '../../src/index.ts';
import { allNodes } from './all-nodes.ts';

/** A line for each znode, as those of `test/golden/apache-3.8.0-tree.txt`. */
export function treeLines(tree: DataTree): string[] {
  const nodes = allNodes(tree);
  nodes.sort((left, right) => (left.path < right.path ? -1 : 1));
  return nodes.map((node) => {
    const stat = tree.statOf(node);
    const data = tree.nodes.dataOf(node);
    return [
      node.path,
      data === null ? 'null' : Buffer.from(data).toString('hex'),
      [stat.czxid, stat.mzxid, stat.pzxid].map(hexadecimal).join(' '),
      `${stat.ctime} ${stat.mtime}`,
      `${stat.version} ${stat.cversion} ${stat.aversion}`,
      hexadecimal(stat.ephemeralOwner),
      `${stat.dataLength} ${stat.numChildren}`,
      String(node.cversion),
      hexadecimal(node.digest >>> 0),
      node.childNames().sort().join(' '),
      node.acl.map(({ permissions, id }) => `${permissions}:${id.scheme}:${id.id}`).join(';'),
    ].join(' | ');
  });
}

function hexadecimal(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}
