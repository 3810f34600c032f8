import { countOf } from '../formats/count-of.ts';
import { sessionDifferenceJson, znodeDifferenceJson } from '../formats/difference-json.ts';
import { sessionDifferenceLine, znodeDifferenceLine } from '../formats/difference-text.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import type { ToolIo } from '../tool-io.ts';
import { sessionDifferences } from './session-difference.ts';
import { znodeDifferences } from './znode-difference.ts';

/** Prints what two trees, which keep data, do not have alike. Resolves to whether there is anything. */
export async function printZnodeDifferences(
  left: SnapshotTree,
  right: SnapshotTree,
  format: 'text' | 'json',
  io: ToolIo,
): Promise<boolean> {
  const isJson = format === 'json';
  const counts = { left: 0, right: 0, both: 0 };
  for (const difference of znodeDifferences(left, right)) {
    counts[difference.only ?? 'both']++;
    await io.out(
      isJson ? line(znodeDifferenceJson(difference, left, right)) : znodeDifferenceLine(difference, left, right),
    );
  }
  let sessionCount = 0;
  for (const difference of sessionDifferences(left, right)) {
    sessionCount++;
    await io.out(isJson ? line(sessionDifferenceJson(difference)) : sessionDifferenceLine(difference));
  }
  if (!isJson) {
    const sameCount = left.nodes.size - counts.left - counts.both;
    const only = `${countOf(counts.left, 'znode')} only in the left snapshot, ${counts.right} only in the right one`;
    await io.out(
      `${only}, ${counts.both} not alike, ${sameCount} alike; ${countOf(sessionCount, 'session')} not alike.\n`,
    );
  }
  return counts.left + counts.right + counts.both + sessionCount > 0;
}

function line(object: object): string {
  return `${JSON.stringify(object)}\n`;
}
