import type { DataTree } from '../../src/index.ts';
import { treeLines } from './tree-lines.ts';

/** Later than any time in a test. */
const LATE = 1n << 60n;

/** All that two trees with the same history have in common. */
export function treeContents(tree: DataTree): unknown {
  const nodes = [...tree.nodes.inOrder()];
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
    quotas: nodes.map(({ path }) => `${path} ${quotaOf(tree, path)}`).sort(),
    acls: [...tree.acls.entries()].map(({ acl }) => JSON.stringify(acl)).sort(),
  };
}

function quotaOf(tree: DataTree, at: string): string {
  const quota = tree.quotas.governing(at);
  if (quota === undefined) return '-';
  const { path, limits, stats, usage } = quota;
  return JSON.stringify([path, limits, stats?.path, usage.count, usage.bytes]);
}
