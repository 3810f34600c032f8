import type { Command } from 'commander';
import { CorruptSnapshotError, type SnapshotTrailer } from '@zookit/txnlog';
import { ExitCode } from '../exit-code.ts';
import { snapshotJson } from '../formats/snapshot-json.ts';
import { snapshotNcdu } from '../formats/snapshot-ncdu.ts';
import { snapshotText } from '../formats/snapshot-text.ts';
import { readSnapshotFile, zxidOfName } from '../load-snapshot.ts';
import { packageVersion } from '../../package-version.ts';
import { SnapshotTree } from '../snapshot-tree.ts';
import type { ToolIo } from '../tool-io.ts';

const HELP = `
Prints what Apache's SnapshotFormatter prints, with times in UTC. Snapshots may be gzipped or compressed with Snappy; all
checksums are looked at. Of a damaged snapshot as much is printed as can be read.

With --json there is an object per line, and "kind" tells which: "session" (session, timeoutMs, ephemeralCount), "znode"
(path, the numbers of its stat as they are stored, dataLength, acl; with --data also data as base64, and as text where it is
some), and at last "end" (nodeCount, digest of the tree, lastZxid).

Examples:
  zookit-txnlog snapshot /var/lib/zookeeper/version-2/snapshot.2e
  zookit-txnlog snapshot --ncdu version-2/snapshot.2e.gz | ncdu -f-
  zookit-txnlog snapshot --json --data version-2/snapshot.2e | jq 'select(.path == "/app").text'`;

interface SnapshotOptions {
  readonly data?: true;
  readonly ncdu?: true;
  readonly json?: true;
}

/** Adds `snapshot`, which prints what a snapshot holds. */
export function addSnapshotCommand(program: Command, io: ToolIo): void {
  program
    .command('snapshot')
    .description('prints the znodes and sessions of a snapshot')
    .argument('<file>', 'a snapshot, such as version-2/snapshot.2e')
    .option('-d, --data', "prints the znodes' data, as base64")
    .option('--json', 'prints a JSON object per session and znode')
    .addOption(
      program
        .createOption('--ncdu', 'prints sizes for ncdu, as SnapshotFormatter -json does')
        .conflicts(['data', 'json']),
    )
    .addHelpText('after', HELP)
    .action((path: string, options: SnapshotOptions) => printSnapshot(path, options, io));
}

async function printSnapshot(path: string, options: SnapshotOptions, io: ToolIo): Promise<void> {
  const tree = new SnapshotTree({ keepsData: options.data === true });
  const trailer = await readAsFarAsPossible(path, tree, io);
  for (const piece of piecesOf(path, tree, trailer, options)) await io.out(piece);
}

async function readAsFarAsPossible(path: string, tree: SnapshotTree, io: ToolIo): Promise<SnapshotTrailer | undefined> {
  try {
    return await readSnapshotFile(path, tree);
  } catch (error) {
    if (!(error instanceof CorruptSnapshotError)) throw error;
    io.err(`zookit-txnlog: ${error.message}. What could be read is printed, and may be wrong.\n`);
    io.endWith(ExitCode.FINDING);
    return undefined;
  }
}

function* piecesOf(
  path: string,
  tree: SnapshotTree,
  trailer: SnapshotTrailer | undefined,
  options: SnapshotOptions,
): Generator<string, void, undefined> {
  if (options.json === true) {
    for (const object of snapshotJson(tree, trailer)) yield `${JSON.stringify(object)}\n`;
  } else if (options.ncdu === true) {
    yield* snapshotNcdu(tree, { version: packageVersion(), timestampMs: Date.now() });
  } else {
    yield* snapshotText(tree, zxidOfName(path) ?? -1n);
  }
}
