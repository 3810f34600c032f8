import { depthFirst } from '../depth-first.ts';
import type { SnapshotNode } from '../snapshot-node.ts';

/** As {@link depthFirst}, but only the znodes that have children, down to a level; 0 for all. */
export function* parentsBelow(top: SnapshotNode, levelMax: number): ReturnType<typeof depthFirst> {
  yield* depthFirst(top, ({ children }, level) => children.length > 0 && (levelMax === 0 || level <= levelMax));
}

/** The sizes of subtrees as Apache's SnapshotRecursiveSummary prints them. */
export function* summaryText(top: SnapshotNode, levelMax: number): Generator<string, void, undefined> {
  for (const { node, level } of parentsBelow(top, levelMax)) {
    const prefix = '--'.repeat(level);
    yield `${prefix} ${node.path}\n${prefix}   children: ${node.descendantCount}\n${prefix}   data: ${node.totalBytes}\n`;
  }
  yield '\n';
}
