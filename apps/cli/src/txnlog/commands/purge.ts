import {
  nodeFileSystem,
  planPurge,
  removePlanned,
  RETAIN_MIN_COUNT,
  type PurgeOptions,
  type PurgePlan,
  type RemovableFile,
} from '@zookit/txnlog';
import type { Command } from 'commander';
import { parseCount } from '../count-argument.ts';
import { findDirectories } from '../directories.ts';
import { ExitCode } from '../exit-code.ts';
import { failureText } from '../failure-text.ts';
import { countOf } from '../formats/count-of.ts';
import { mediumDate } from '../formats/java-date.ts';
import { ToolError } from '../tool-error.ts';
import type { ToolIo } from '../tool-io.ts';

const HELP = `
Keeps the newest snapshots that can be read, and the logs that it takes to replay what came after the oldest of those, and
removes the older ones, as Apache's PurgeTxnLog and zkCleanup.sh do, and as a server does by itself with autopurge. The
server may be running. The snapshots to be kept are read to their ends: one that is damaged does not count, stays, and is
told of, with exit code 1. Files with other names stay, such as a copy named log.1.bak, which Apache's tool removes. Times
are those of the last change, in UTC.

Examples:
  zookit-txnlog purge --dry-run /var/lib/zookeeper
  zookit-txnlog purge --retain 5 --log-dir /var/log/zookeeper /var/lib/zookeeper`;

interface PurgeArguments {
  readonly logDir?: string;
  readonly retain: number;
  readonly dryRun?: true;
}

/** Adds `purge`, which removes old snapshots and logs. */
export function addPurgeCommand(program: Command, io: ToolIo): void {
  program
    .command('purge')
    .description('removes old snapshots, and the logs that are no longer needed')
    .argument('<dataDir>', "zoo.cfg's dataDir, or the version-2 in it")
    .option('--log-dir <dataLogDir>', "zoo.cfg's dataLogDir, where the logs are apart")
    .option(
      '-n, --retain <count>',
      'how many snapshots to keep',
      (text) => parseCount(text, RETAIN_MIN_COUNT),
      RETAIN_MIN_COUNT,
    )
    .option('--dry-run', 'tells what would be removed, and removes nothing')
    .addHelpText('after', HELP)
    .action((dataDir: string, options: PurgeArguments) => removeOld(dataDir, options, io));
}

async function removeOld(dataDir: string, { logDir, retain, dryRun }: PurgeArguments, io: ToolIo): Promise<void> {
  const { snapshots: snapshotDirectory, logs: logDirectory } = await findDirectories(dataDir, logDir);
  const options = { files: nodeFileSystem, snapshotDirectory, logDirectory, retainCount: retain };
  const plan = await planPurge(options);
  if (plan.snapshotCount === 0) throw noSnapshots(options, plan);
  report(plan, options, io);
  if (plan.removable.length === 0) await io.out(nothingText(plan, retain));
  else if (dryRun === true) for (const file of plan.removable) await io.out(lineOf('Would remove', file));
  else await remove(options, plan, io);
}

async function remove(options: PurgeOptions, { removable }: PurgePlan, io: ToolIo): Promise<void> {
  let count = 0;
  io.beginChanges();
  try {
    await removePlanned(options, removable, (file) => {
      count++;
      return io.out(lineOf('Removing', file));
    });
  } catch (error) {
    const reason = failureText(error);
    throw new ToolError(`${reason}. Of ${countOf(removable.length, 'file')}, ${count} were removed.`, ExitCode.USAGE, {
      cause: error,
    });
  }
}

/** What the user should know of, whatever is removed. */
function report({ damaged, strange, logCount }: PurgePlan, { logDirectory }: PurgeOptions, io: ToolIo): void {
  for (const { message } of damaged) {
    io.err(`zookit-txnlog: ${message}. It stays, and does not count.\n`);
    io.endWith(ExitCode.FINDING);
  }
  for (const path of strange) io.err(`zookit-txnlog: ${path} is no file. It stays.\n`);
  if (logCount === 0) io.err(`zookit-txnlog: There are no logs in ${logDirectory}: --log-dir says where they are.\n`);
}

function noSnapshots({ snapshotDirectory, logDirectory }: PurgeOptions, { logCount }: PurgePlan): ToolError {
  const areSwapped = snapshotDirectory !== logDirectory && logCount === 0;
  const hint = areSwapped ? ` Nor is there a log in ${logDirectory}: the directories may be swapped.` : '';
  return new ToolError(`There is no snapshot in ${snapshotDirectory}.${hint}`);
}

function nothingText({ sound, snapshotCount, logCount }: PurgePlan, retainCount: number): string {
  const found = `${countOf(snapshotCount, 'snapshot')} and ${countOf(logCount, 'log')}`;
  if (sound.length === retainCount) return `There is nothing to remove: of ${found}, all are kept.\n`;
  return `There is nothing to remove: of ${found}, ${countOf(sound.length, 'snapshot')} can be read, and ${retainCount} are kept.\n`;
}

/** As Apache's PurgeTxnLog has it. */
function lineOf(verb: string, { path, modifiedMs }: RemovableFile): string {
  return `${verb} file: ${mediumDate(BigInt(Math.trunc(modifiedMs)))}\t${path}\n`;
}
