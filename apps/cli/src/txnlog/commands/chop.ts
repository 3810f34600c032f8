import { Option, type Command } from 'commander';
import { chopBehind, type ChopBehindOptions } from '../chop-behind.ts';
import { chopTail, type ChopTailOptions } from '../chop-tail.ts';
import { openReadableLog } from '../open-log.ts';
import type { ToolIo } from '../tool-io.ts';
import { parseZxid } from '../zxid-argument.ts';

const HELP = `
Without --zxid it looks at the end of the log. What a crash left there of a write is cut off, and an end mark that is missing
is added; a server does the same when it starts. It tells what it would do, asks, and keeps a copy in backup.<file>. Damage
that is not of that kind it leaves alone.

With --zxid it keeps the transactions up to that one, which must be in the log, and leaves out the whole ones behind it. The
result goes to <file>.chopped<zxid in decimal>, as with Apache's TxnLogToolkit. Apache's server takes a file of that name for
a log: don't leave it in the data directory.

With --in-place the log itself is cut, and a copy kept in backup.<file>. It tells which later logs and snapshots are to be
removed, too: a server would start from them. --data-dir says where to look for snapshots that are not beside the log.

A log is changed in place only while no Zookit server holds its directory. Apache's server holds none: stop it first.

Examples:
  zookit-txnlog chop version-2/log.1
  zookit-txnlog chop --zxid 0x2e --output /tmp/log.1 version-2/log.1
  zookit-txnlog chop --zxid 0x2e --in-place version-2/log.1`;

type ChopOptions = ChopTailOptions & Omit<ChopBehindOptions, 'zxid'> & { readonly zxid?: bigint };

/** Adds `chop`, which shortens a log. */
export function addChopCommand(program: Command, io: ToolIo): void {
  program
    .command('chop')
    .description('cuts off the torn end of a log, or all behind a transaction')
    .argument('<file>', 'a log, such as version-2/log.1')
    .option('--zxid <zxid>', 'the last transaction to be kept', parseZxid)
    .option('--output <file>', 'writes a copy to this file, and leaves the log as it is')
    .addOption(inPlaceOption())
    .option('--data-dir <dataDir>', "with --in-place: zoo.cfg's dataDir, where the logs are apart")
    .option('--yes', 'cuts without asking')
    .addHelpText('after', HELP)
    .action(async (path: string, options: ChopOptions) => {
      const { zxid } = options;
      const file = await openReadableLog(path);
      try {
        if (zxid === undefined) await chopTail(file, options, io);
        else await chopBehind(file, { ...options, zxid }, io);
      } finally {
        await file.close();
      }
    });
}

function inPlaceOption(): Option {
  const description = 'changes the log itself, as without --zxid it does anyway';
  return new Option('--in-place', description).conflicts('output');
}
