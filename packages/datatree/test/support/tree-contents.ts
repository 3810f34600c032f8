import type { DataTree } from '../../src/index.ts';
import { allNodes } from './all-nodes.ts';
import { treeLines } from './tree-lines.ts';

/** Later than any time in a test. */
const LATE = 1n << 60n;
const USE = /^\/zookeeper\/quota\/.*\/zookeeper_stats$/;

/** All that there is in a tree. */
export function treeContents(tree: DataTree): object {
  const nodes = allNodes(tree);
  const quotas = nodes.map(({ path }) => tree.quotas.governing(path)).filter((quota) => quota !== undefined);
  return {
    lines: treeLines(tree),
    owners: nodes.map(({ path, ephemeralOwner }) => `${path} ${ephemeralOwner}`).sort(),
    lastProcessedZxid: tree.lastProcessedZxid,
    digest: tree.digest,
    nodeCount: tree.nodeCount,
    dataSize: tree.dataSize,
    sessions: new Map(tree.sessions),
    ephemeralCount: tree.ephemeralCount,
    ephemerals: new Map(tree.ephemeralOwners()),
    reapable: [...tree.reapable(LATE, { neverUsedMaxMs: 1n })].sort(),
    quotas: quotas.map(({ path, limits, stats }) => JSON.stringify([path, limits, stats?.path])).sort(),
    use: quotas.map(({ path, usage: { count, bytes } }) => `${path} ${count} ${bytes}`).sort(),
    acls: [...tree.acls.entries()].map(({ acl }) => JSON.stringify(acl)).sort(),
  };
}

/** The same but for what the counters of quotas say, which loading a snapshot sets right. */
export function treeContentsButUse(tree: DataTree): object {
  const counters = allNodes(tree).filter(({ path }) => USE.test(path));
  return {
    ...treeContents(tree),
    lines: treeLines(tree).filter((line) => !USE.test(line.split(' ')[0]!)),
    counters: counters.map((node) => [node.path, { ...tree.statOf(node), dataLength: 0 }]).sort(),
    dataSize: counters.reduce((size, { dataLength }) => size - dataLength, tree.dataSize),
    use: undefined,
  };
}
