import type { StatPersisted } from '@zookit/protocol';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import { byPath } from './layers.ts';
import { pairsOf } from './pairs.ts';

const STAT_FIELDS = [
  'czxid',
  'mzxid',
  'pzxid',
  'ctime',
  'mtime',
  'version',
  'cversion',
  'aversion',
  'ephemeralOwner',
] as const satisfies readonly (keyof StatPersisted)[];

/** What can differ between two znodes of the same path. */
export type ZnodeField = 'data' | 'acl' | keyof StatPersisted;

/** A znode that two snapshots do not have alike. */
export type ZnodeDifference =
  | { readonly only: 'left' | 'right'; readonly node: SnapshotNode }
  | {
      readonly only: undefined;
      readonly left: SnapshotNode;
      readonly right: SnapshotNode;
      readonly fields: readonly ZnodeField[];
    };

/** The znodes that two trees, which keep data, do not have alike, sorted by path. */
export function* znodeDifferences(
  leftTree: SnapshotTree,
  rightTree: SnapshotTree,
): Generator<ZnodeDifference, void, undefined> {
  const isSameAcl = aclComparer(leftTree, rightTree);
  for (const { left, right } of pairsOf(sortedNodes(leftTree), sortedNodes(rightTree))) {
    if (left === undefined) yield { only: 'right', node: right! };
    else if (right === undefined) yield { only: 'left', node: left };
    else {
      const fields = differingFields(left, right, isSameAcl);
      if (fields.length > 0) yield { only: undefined, left, right, fields };
    }
  }
}

function sortedNodes({ nodes }: SnapshotTree): SnapshotNode[] {
  return [...nodes.values()].sort(byPath);
}

function differingFields(left: SnapshotNode, right: SnapshotNode, isSameAcl: AclComparer): ZnodeField[] {
  const fields: ZnodeField[] = STAT_FIELDS.filter((field) => left.stat[field] !== right.stat[field]);
  if (!isSameAcl(left.aclId, right.aclId)) fields.unshift('acl');
  if (!isSameData(left.data, right.data)) fields.unshift('data');
  return fields;
}

function isSameData(left: SnapshotNode['data'], right: SnapshotNode['data']): boolean {
  if (!left || !right) return left === right;
  return left.length === right.length && Buffer.compare(left, right) === 0;
}

type AclComparer = (leftId: bigint, rightId: bigint) => boolean;

/** Compares lists of two snapshots, which number theirs each for itself. */
function aclComparer(left: SnapshotTree, right: SnapshotTree): AclComparer {
  const [leftTexts, rightTexts] = [aclTexts(left), aclTexts(right)];
  return (leftId, rightId) => leftTexts.get(leftId) === rightTexts.get(rightId);
}

/** What each number stands for, in a form that can be compared. A number without a list stands for no list. */
function aclTexts(tree: SnapshotTree): Map<bigint, string> {
  return new Map([...tree.acls].map(([aclId, acl]) => [aclId, JSON.stringify(acl)]));
}
