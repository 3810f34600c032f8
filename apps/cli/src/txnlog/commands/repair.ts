import type { Command } from 'commander';
import { adler32, LOG_HEADER_BYTES, type OpenFile } from '@zookit/txnlog';
import { askFor } from '../ask.ts';
import { copyLog, refuseExisting, type Patch } from '../copy-log.ts';
import { ExitCode } from '../exit-code.ts';
import { endLine, recordLine, titleLine } from '../formats/log-text.ts';
import { LogScanner, type ScannedRecord } from '../log-scanner.ts';
import { openReadableLog } from '../open-log.ts';
import { readRecord } from '../read-record.ts';
import { reportEnd } from '../report-end.ts';
import type { ToolIo } from '../tool-io.ts';

const HELP = `
For each record whose checksum is wrong it shows what the record says and asks whether the checksum is to be made right. The
bytes of the transaction stay as they are: fix one only if what it says is right, or doesn't matter. The result goes to
<file>.fixed, as with Apache's TxnLogToolkit; the log stays as it is. No keeps a wrong checksum, Abort writes nothing.

Apache's server takes <file>.fixed for a log: don't leave it in the data directory, except under the name of the log.

Examples:
  zookit-txnlog repair version-2/log.1
  zookit-txnlog repair --yes --verbose version-2/log.1`;

interface RepairOptions {
  readonly yes?: true;
  readonly verbose?: true;
}

/** What is to become of a log. */
interface Repair {
  readonly checksums: readonly Patch[];
  /** How many records keep a wrong checksum. */
  readonly leftCount: number;
  /** How many records there are in all. */
  readonly count: number;
  /** Where the last one ends. */
  readonly endOffset: number;
}

/** Adds `repair`, which makes checksums right. */
export function addRepairCommand(program: Command, io: ToolIo): void {
  program
    .command('repair')
    .description('makes wrong checksums right, in a copy of a log')
    .argument('<file>', 'a log, such as version-2/log.1')
    .option('--yes', 'makes all of them right, without asking')
    .option('--verbose', 'prints every transaction, not only those with a wrong checksum')
    .addHelpText('after', HELP)
    .action(async (path: string, options: RepairOptions) => {
      const file = await openReadableLog(path);
      try {
        await repairLog(file, options, io);
      } finally {
        await file.close();
      }
    });
}

async function repairLog(file: OpenFile, options: RepairOptions, io: ToolIo): Promise<void> {
  const path = `${file.path}.fixed`;
  await refuseExisting(path);
  const scanner = await LogScanner.open(file);
  await io.out(titleLine(scanner));
  const repair = await askForAll(scanner, options, io);
  if (repair === undefined) {
    io.err('Recovery aborted.\n');
    io.endWith(ExitCode.FINDING);
    return;
  }
  await copyLog(file, path, repair.endOffset, repair.checksums);
  if (scanner.end?.kind !== 'unmarked') await io.out(endLine(repair.count));
  await io.out(`Recovery file ${path} has been written with ${repair.checksums.length} fixed CRC error(s)\n`);
  if (repair.leftCount > 0) io.endWith(ExitCode.FINDING);
  reportEnd(file.path, scanner, io);
}

/** Undefined when the user gave up. */
async function askForAll(scanner: LogScanner, options: RepairOptions, io: ToolIo): Promise<Repair | undefined> {
  const checksums: Patch[] = [];
  let leftCount = 0;
  let count = 0;
  let endOffset = LOG_HEADER_BYTES;
  for await (const record of scanner) {
    const answer = record.isSound ? 'Yes' : await askForOne(record, options, io);
    if (answer === 'Abort') return undefined;
    if (options.verbose === true) await io.out(recordLine(record, readRecord(record)));
    if (!record.isMarked) break;
    if (answer === 'No') leftCount++;
    else if (!record.isSound) checksums.push(rightChecksum(record));
    count++;
    ({ endOffset } = record);
  }
  return { checksums, leftCount, count, endOffset };
}

async function askForOne(record: ScannedRecord, { yes }: RepairOptions, io: ToolIo): Promise<'Yes' | 'No' | 'Abort'> {
  await io.out(`CRC ${yes === true ? 'FIXED' : 'ERROR'} - ${recordLine(record, readRecord(record))}`);
  return yes === true ? 'Yes' : askFor(io, 'Would you like to fix it', ['Yes', 'No', 'Abort']);
}

function rightChecksum({ offset, payload }: ScannedRecord): Patch {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(adler32(payload), 4);
  return { offset, bytes };
}
