import { validatePath } from '@zookit/protocol';
import { InvalidArgumentError, type Command } from 'commander';
import { parseCount } from '../count-argument.ts';
import { parentsBelow, summaryText } from '../formats/summary-text.ts';
import { largestBelow } from '../largest.ts';
import { loadSnapshot } from '../load-snapshot.ts';
import type { SnapshotNode } from '../snapshot-node.ts';
import { ToolError } from '../tool-error.ts';
import type { ToolIo } from '../tool-io.ts';

const HELP = `
Prints what Apache's SnapshotRecursiveSummary prints: for each znode that has children, how many znodes lie below it, at any
depth, and how many bytes of data it and they have.

With --largest, the largest subtrees, the largest znodes, and the znodes with the most children.

With --json there is an object per line: path, descendants, bytes; with --largest, kind ("subtree", "znode" or "children"),
path, and bytes or children.

Examples:
  zookit-txnlog summary version-2/snapshot.2e
  zookit-txnlog summary version-2/snapshot.2e /app 1
  zookit-txnlog summary --largest 10 version-2/snapshot.2e`;

interface SummaryOptions {
  readonly largest?: number;
  readonly json?: true;
}

/** Adds `summary`, which tells the sizes of subtrees. */
export function addSummaryCommand(program: Command, io: ToolIo): void {
  program
    .command('summary')
    .description('tells how much lies below which znode of a snapshot')
    .argument('<snapshot>', 'a snapshot, such as version-2/snapshot.2e')
    .argument('[path]', 'where to begin', parsePath, '/')
    .argument('[depth]', 'how many levels to print below that; 0 for all (default: 0)', (text) => parseCount(text))
    .option('--largest <count>', 'prints so many of the largest instead', (text) => parseCount(text, 1))
    .option('--json', 'prints a JSON object per line')
    .addHelpText('after', HELP)
    .action(async (file: string, path: string, depth: number | undefined, options: SummaryOptions) => {
      if (depth !== undefined && options.largest !== undefined) {
        throw new ToolError('--largest looks at all depths: leave the depth out.');
      }
      const top = await topOf(file, path);
      for (const piece of piecesOf(top, depth ?? 0, options)) await io.out(piece);
    });
}

function parsePath(text: string): string {
  const reason = validatePath(text);
  if (reason !== undefined) throw new InvalidArgumentError(`It is no path of a znode: it ${reason}.`);
  return text;
}

async function topOf(file: string, path: string): Promise<SnapshotNode> {
  const tree = await loadSnapshot(file);
  const top = tree.nodes.get(path);
  if (top === undefined) throw new ToolError(`There is no znode ${path} in ${file}.`);
  return top;
}

function piecesOf(top: SnapshotNode, depth: number, { largest, json }: SummaryOptions): Iterable<string> {
  if (json === true) return jsonLines(largest === undefined ? sizeObjects(top, depth) : largestObjects(top, largest));
  return largest === undefined ? summaryText(top, depth) : largestText(top, largest);
}

function* jsonLines(objects: Iterable<object>): Generator<string, void, undefined> {
  for (const object of objects) yield `${JSON.stringify(object)}\n`;
}

function* sizeObjects(top: SnapshotNode, depth: number): Generator<object, void, undefined> {
  for (const { node } of parentsBelow(top, depth)) {
    yield { path: node.path, descendants: node.descendantCount, bytes: node.totalBytes };
  }
}

function* largestObjects(top: SnapshotNode, count: number): Generator<object, void, undefined> {
  for (const [{ kind, unit, sizeOf }, nodes] of largestBelow(top, count)) {
    for (const node of nodes) yield { kind, path: node.path, [unit]: sizeOf(node) };
  }
}

function* largestText(top: SnapshotNode, count: number): Generator<string, void, undefined> {
  let separator = '';
  for (const [{ title, sizeOf }, nodes] of largestBelow(top, count)) {
    yield `${separator}${title}:\n`;
    separator = '\n';
    const width = String(nodes[0] === undefined ? 0 : sizeOf(nodes[0])).length;
    for (const node of nodes) yield `  ${String(sizeOf(node)).padStart(width)} ${node.path}\n`;
    if (nodes.length === 0) yield '  none\n';
  }
}
