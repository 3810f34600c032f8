import type { Comparison, Side, Thresholds } from '../compare/comparison.ts';
import type { Pair } from '../compare/pairs.ts';
import type { SnapshotNode } from '../snapshot-node.ts';

/** Which lines are printed beside those of the differences. */
export interface ComparisonTextOptions {
  /** Those of the pairs that do not differ by more than the thresholds. */
  readonly showsFiltered: boolean;
  /** Those that tell which paths were compared. */
  readonly isDebug: boolean;
}

/** What Apache's SnapshotComparer begins with: how the snapshots were read, and what they hold. */
export function* sidesText(sides: readonly Side[]): Generator<string, void, undefined> {
  yield 'Successfully parsed options!\n';
  for (const { name, loadedMs, layeredMs } of sides) {
    yield `Deserialized snapshot in ${name} in ${seconds(loadedMs)} seconds\n`;
    yield `Processed data tree in ${seconds(layeredMs)} seconds\n`;
  }
  for (const { tree, layers } of sides) {
    yield `Node count: ${tree.nodes.size}\nTotal size: ${tree.root?.totalBytes ?? 0}\nMax depth: ${layers.length}\n`;
    yield layers.map((layer, depth) => `Count of nodes at depth ${depth}: ${layer.length}\n`).join('');
    yield '\n';
  }
}

/** The line before any differences. */
export function thresholdsLine({ bytes, nodes }: Thresholds): string {
  const difference = `nodes difference larger than ${bytes} bytes or node count difference larger than ${nodes}`;
  return `Printing analysis for ${difference}.\n`;
}

/** The lines of a pair as Apache's SnapshotComparer prints them; empty when there are none. */
export function pairText(pair: Pair, comparison: Comparison, options: ComparisonTextOptions): string {
  const debug = options.isDebug ? headsText(pair) : '';
  if (comparison.isDifferent(pair)) return `${debug}${differenceLine(pair)}`;
  return options.showsFiltered ? `${debug}${filteredLine(pair)}` : debug;
}

function headsText({ left, right, heads }: Pair): string {
  if (heads === undefined) return '';
  const outcome = left === undefined ? 'right is less' : right === undefined ? 'left is less' : 'same';
  return `Comparing ${pathOf(heads[0])} to ${pathOf(heads[1])}\n${outcome}\n`;
}

function differenceLine({ left, right }: Pair): string {
  if (left === undefined) return onlyLine(right!, 'right');
  if (right === undefined) return onlyLine(left, 'left');
  const bytes = right.totalBytes - left.totalBytes;
  const nodes = right.descendantCount - left.descendantCount;
  return `Node ${pathOf(left)} found in both trees. Delta: ${bytes} bytes, ${nodes} descendants\n`;
}

function onlyLine(node: SnapshotNode, side: 'left' | 'right'): string {
  const size = `Descendant size: ${node.totalBytes}. Descendant count: ${node.descendantCount}`;
  return `Node ${pathOf(node)} found only in ${side} tree. ${size}\n`;
}

function filteredLine({ left, right }: Pair): string {
  if (left === undefined) return `Filtered right node ${pathOf(right!)} of size ${right!.totalBytes}\n`;
  if (right === undefined) return `Filtered left node ${pathOf(left)} of size ${left.totalBytes}\n`;
  return `Filtered node ${pathOf(left)} of left size ${left.totalBytes}, right size ${right.totalBytes}\n`;
}

/** Apache's tool knows the root by the name that it has in snapshots. */
function pathOf({ path }: SnapshotNode): string {
  return path === '/' ? '' : path;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}
