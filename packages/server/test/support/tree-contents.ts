import type { DataTree } from '@zookit/datatree';

/** Later than any time in a test. */
const LATE = 1n << 60n;

/** All that there is in a tree, in an order that does not depend on how it came about. */
export interface TreeContents {
  readonly znodes: string[];
  readonly lastProcessedZxid: bigint;
  readonly digest: bigint;
  readonly dataSize: number;
  readonly sessions: ReadonlyMap<bigint, number>;
  readonly ephemerals: ReadonlyMap<bigint, string[]>;
  readonly reapable: string[];
}

/** What a tree holds, as it must be again after a restart. */
export function treeContents(tree: DataTree): TreeContents {
  const nodes = znodesOf(tree);
  return {
    znodes: nodes.map((node) => describeZnode(tree, node)).sort(),
    lastProcessedZxid: tree.lastProcessedZxid,
    digest: tree.digest,
    dataSize: tree.dataSize,
    sessions: new Map(tree.sessions),
    ephemerals: new Map([...tree.ephemeralOwners()].map(([id, paths]) => [id, [...paths].sort()])),
    reapable: [...tree.reapable(LATE, { neverUsedMaxMs: 1n })].sort(),
  };
}

type Znode = Parameters<DataTree['statOf']>[0];

function znodesOf({ nodes: { root } }: DataTree): Znode[] {
  const found: Znode[] = [];
  for (let node: Znode | undefined = root; node !== undefined; node = node.nextBelow(root)) found.push(node);
  return found;
}

function describeZnode(tree: DataTree, node: Znode): string {
  const data = tree.nodes.dataOf(node);
  const stat = Object.entries(tree.statOf(node)).map(([field, value]) => `${field}=${String(value)}`);
  const acl = node.acl.map(({ permissions, id }) => `${String(permissions)}:${id.scheme}:${id.id}`);
  const text = data === null ? 'null' : Buffer.from(data).toString('hex');
  return [node.path, text, ...stat, `counter=${String(node.cversion)}`, ...acl].join(' ');
}
