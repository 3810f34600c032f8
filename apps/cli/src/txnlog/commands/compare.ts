import { basename } from 'node:path';
import type { Command } from 'commander';
import { Comparison, sideOf } from '../compare/comparison.ts';
import { LayerPrinter } from '../compare/layer-printer.ts';
import { printZnodeDifferences } from '../compare/print-znode-differences.ts';
import { parseCount } from '../count-argument.ts';
import { ExitCode } from '../exit-code.ts';
import { failureText } from '../failure-text.ts';
import { pairJson } from '../formats/comparison-json.ts';
import { sidesText } from '../formats/comparison-text.ts';
import { loadSnapshot } from '../load-snapshot.ts';
import type { SnapshotTree, SnapshotTreeOptions } from '../snapshot-tree.ts';
import { ToolError } from '../tool-error.ts';
import type { ToolIo } from '../tool-io.ts';

const HELP = `
Prints what Apache's SnapshotComparer prints: how much data and how many znodes each subtree has in one snapshot and not in
the other, depth by depth. Of what differs by no more than --bytes and --nodes nothing is said. Two znodes with as much data
count as alike here, whatever the data is.

With --znodes the znodes themselves are compared: data, ACL and each number of the stat; and the sessions. "-" is before what
only the left snapshot has, "+" before what only the right one has, "~" before what differs.

With --json there is an object per difference: path, depth, left and right (each with bytes and descendants; null where there
is none). With --znodes, kind ("znode" or "session"), path or session, left and right (each with what is not alike).

The exit code is 0 when no difference was printed, 1 when one was, and 2 when a snapshot cannot be read or is damaged, as
that of diff; with --interactive it is 0 or 2.

Examples:
  zookit-txnlog compare version-2/snapshot.0 version-2/snapshot.2e
  zookit-txnlog compare --bytes 1000000 --nodes 1000 version-2/snapshot.0 version-2/snapshot.2e
  zookit-txnlog compare --znodes one/version-2/snapshot.2e other/version-2/snapshot.2e`;

interface CompareOptions {
  readonly bytes: number;
  readonly nodes: number;
  readonly debug?: true;
  readonly interactive?: true;
  readonly znodes?: true;
  readonly json?: true;
}

/** Adds `compare`, which tells two snapshots apart. */
export function addCompareCommand(program: Command, io: ToolIo): void {
  program
    .command('compare')
    .description('tells what differs between two snapshots')
    .argument('<left>', 'a snapshot')
    .argument('<right>', 'another one')
    .option('-b, --bytes <count>', 'the most bytes that do not count as a difference', parseAllowance, 0)
    .option('-n, --nodes <count>', 'the most znodes that do not count as a difference', parseAllowance, 0)
    .option('-d, --debug', 'tells of what does not differ, too')
    .addOption(program.createOption('-i, --interactive', 'asks which depth, or which path, to print').conflicts('json'))
    .addOption(
      program.createOption('--znodes', 'compares znode by znode').conflicts(['bytes', 'nodes', 'debug', 'interactive']),
    )
    .addOption(program.createOption('--json', 'prints a JSON object per difference').conflicts('debug'))
    .addHelpText('after', HELP)
    .action(async (left: string, right: string, options: CompareOptions) => {
      if (options.znodes === true) await compareZnodes(left, right, options, io);
      else await compareSizes(left, right, options, io);
    });
}

function parseAllowance(text: string): number {
  return parseCount(text);
}

async function compareZnodes(left: string, right: string, options: CompareOptions, io: ToolIo): Promise<void> {
  const leftTree = await loadSide(left, { keepsData: true });
  const rightTree = await loadSide(right, { keepsData: true });
  const isDifferent = await printZnodeDifferences(leftTree, rightTree, options.json === true ? 'json' : 'text', io);
  if (isDifferent) io.endWith(ExitCode.FINDING);
}

async function compareSizes(left: string, right: string, options: CompareOptions, io: ToolIo): Promise<void> {
  const comparison = new Comparison(
    await sideOf(basename(left), () => loadSide(left)),
    await sideOf(basename(right), () => loadSide(right)),
    options,
  );
  if (options.json === true) {
    if (await printJson(comparison, io)) io.endWith(ExitCode.FINDING);
    return;
  }
  for (const text of sidesText([comparison.left, comparison.right])) await io.out(text);
  const isInteractive = options.interactive === true;
  const isDebug = options.debug === true;
  const printer = new LayerPrinter(comparison, { showsFiltered: isDebug || isInteractive, isDebug }, io);
  if (isInteractive) await printer.walk();
  else if (await printer.printAll()) io.endWith(ExitCode.FINDING);
}

/** Whatever is wrong with a snapshot is no difference. */
async function loadSide(path: string, options?: SnapshotTreeOptions): Promise<SnapshotTree> {
  try {
    return await loadSnapshot(path, options);
  } catch (error) {
    throw new ToolError(failureText(error), ExitCode.USAGE, { cause: error });
  }
}

/** Resolves to whether there is a difference. */
async function printJson(comparison: Comparison, io: ToolIo): Promise<boolean> {
  let isDifferent = false;
  for (let depth = 0; depth < comparison.depthCount; depth++) {
    for (const pair of comparison.atDepth(depth)) {
      if (!comparison.isDifferent(pair)) continue;
      isDifferent = true;
      await io.out(`${JSON.stringify(pairJson(pair, depth))}\n`);
    }
  }
  return isDifferent;
}
