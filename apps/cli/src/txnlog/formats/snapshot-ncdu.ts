import { baseName } from '@zookit/protocol';
import { depthFirst } from '../depth-first.ts';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';

/** The number of the root. */
const FIRST_INODE = 1001;

/** Who exports, and when. */
export interface NcduOptions {
  readonly version: string;
  /** In ms since 1970. */
  readonly timestampMs: number;
}

/**
 * A snapshot in the export format of ncdu, with which one walks through the sizes of subtrees, a piece at a time; as
 * SnapshotFormatter's `-json` has it.
 */
export function* snapshotNcdu(
  tree: SnapshotTree,
  { version, timestampMs }: NcduOptions,
): Generator<string, void, undefined> {
  yield `[1,0,${JSON.stringify({ progname: 'zookit-txnlog', progver: version, timestamp: timestampMs })},`;
  let inode = FIRST_INODE;
  /** How many znodes with children are open around the one at hand. */
  let openCount = 0;
  if (tree.root !== undefined) {
    for (const { node, level } of depthFirst(tree.root)) {
      const hasChildren = node.children.length > 0;
      const separator = level === 0 ? '' : ',';
      yield `${']'.repeat(openCount - level)}${separator}${hasChildren ? '[' : ''}${entryOf(node, inode++)}`;
      openCount = hasChildren ? level + 1 : level;
    }
  }
  yield `${']'.repeat(openCount)}]`;
}

function entryOf({ path, dataLength }: SnapshotNode, inode: number): string {
  return JSON.stringify({
    name: path === '/' ? path : baseName(path),
    asize: dataLength,
    dsize: dataLength,
    dev: 0,
    ino: inode,
  });
}
