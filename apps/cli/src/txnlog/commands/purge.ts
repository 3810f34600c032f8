import { nodeFileSystem, purgeable, RETAIN_MIN_COUNT } from '@zookit/txnlog';
import type { Command } from 'commander';
import { parseCount } from '../count-argument.ts';
import { mediumDate } from '../formats/java-date.ts';
import type { ToolIo } from '../tool-io.ts';
import { findDirectories } from '../verify/directories.ts';

const HELP = `
Keeps the newest snapshots that are complete, and the logs that it takes to replay what came after the oldest of those, and
removes the older ones, as Apache's PurgeTxnLog and zkCleanup.sh do, and as a server does by itself with autopurge. The
server may be running. What is by its name no snapshot or log stays, such as a copy named log.1.bak, which Apache's tool
removes. Times are those of the last change, in UTC.

Examples:
  zookit-txnlog purge --dry-run /var/lib/zookeeper
  zookit-txnlog purge --retain 5 --log-dir /var/log/zookeeper /var/lib/zookeeper`;

interface PurgeOptions {
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
    .action((dataDir: string, options: PurgeOptions) => removeOld(dataDir, options, io));
}

async function removeOld(dataDir: string, { logDir, retain, dryRun }: PurgeOptions, io: ToolIo): Promise<void> {
  const { snapshots: snapshotDirectory, logs: logDirectory } = await findDirectories(dataDir, logDir);
  const paths = await purgeable({ files: nodeFileSystem, snapshotDirectory, logDirectory, retainCount: retain });
  if (paths.length === 0) await io.out(`There is nothing to remove when ${retain} snapshots are kept.\n`);
  for (const path of paths) {
    const status = await nodeFileSystem.status(path);
    // A server that purges by itself may have been faster.
    if (status === undefined) continue;
    const verb = dryRun === true ? 'Would remove' : 'Removing';
    await io.out(`${verb} file: ${mediumDate(BigInt(Math.trunc(status.modifiedMs)))}\t${path}\n`);
    if (dryRun !== true) await nodeFileSystem.remove(path);
  }
  if (dryRun !== true && paths.length > 0) {
    for (const directory of new Set([snapshotDirectory, logDirectory])) await nodeFileSystem.syncDirectory(directory);
  }
}
