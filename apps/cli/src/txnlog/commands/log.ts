import type { Proposal } from '@zookit/datatree';
import type { OpenFile } from '@zookit/txnlog';
import type { Command } from 'commander';
import { ExitCode } from '../exit-code.ts';
import { recordJson } from '../formats/log-json.ts';
import { endLine, recordLine, titleLine } from '../formats/log-text.ts';
import { LogScanner, type ScannedRecord } from '../log-scanner.ts';
import { headerProblem, openLog } from '../open-log.ts';
import { readRecord, zxidOfRecord } from '../read-record.ts';
import { reportEnd } from '../report-end.ts';
import type { ToolIo } from '../tool-io.ts';
import { parseZxid } from '../zxid-argument.ts';

const HELP = `
Prints what Apache's TxnLogToolkit prints, with times in UTC. A record whose checksum is wrong is printed twice, the first
time behind "CRC ERROR - ".

With --json there is an object per line: zxid, session, cxid, time, type, txn (the transaction's own fields; data as
base64, and as text where it is some), digest (of the tree after it), offset (in the file); file, where there are several.

Examples:
  zookit-txnlog log /var/lib/zookeeper/version-2/log.1
  zookit-txnlog log --from 0x100000001 version-2/log.*
  zookit-txnlog log --json version-2/log.1 | jq 'select(.txn.path == "/app")'`;

interface LogOptions {
  readonly json?: true;
  readonly from?: bigint;
  readonly to?: bigint;
}

/** What is printed of a log. */
interface Printer {
  begin(scanner: LogScanner): string;
  record(record: ScannedRecord, said: Proposal | string): string;
  end(scanner: LogScanner, count: number): string;
}

/** Adds `log`, which prints the transactions of logs. */
export function addLogCommand(program: Command, io: ToolIo): void {
  program
    .command('log')
    .description('prints the transactions of logs')
    .argument('<file...>', 'logs, such as version-2/log.1')
    .option('--json', 'prints a JSON object per transaction')
    .option('--from <zxid>', 'leaves out the transactions before this one', parseZxid)
    .option('--to <zxid>', 'leaves out the transactions behind this one', parseZxid)
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: LogOptions) => {
      for (const path of paths) {
        const printer = options.json === true ? jsonPrinter(paths.length > 1 ? path : undefined) : textPrinter;
        await printLog(path, printer, options, io);
      }
    });
}

const textPrinter: Printer = {
  begin: titleLine,
  record(record, said) {
    const line = recordLine(record, said);
    return record.isSound ? line : `CRC ERROR - ${line}${line}`;
  },
  end: ({ end }, count) => (end?.kind === 'unmarked' ? '' : endLine(count)),
};

function jsonPrinter(file: string | undefined): Printer {
  return {
    begin: () => '',
    record: (record, said) => `${JSON.stringify({ ...recordJson(record, said), file })}\n`,
    end: () => '',
  };
}

async function printLog(path: string, printer: Printer, range: LogOptions, io: ToolIo): Promise<void> {
  const file = await openLog(path);
  try {
    const scanner = await LogScanner.open(file);
    await io.out(printer.begin(scanner));
    await reportHeader(file, io);
    let count = 0;
    for await (const record of scanner) {
      count++;
      if (!isWithin(zxidOfRecord(record), range)) continue;
      const said = readRecord(record);
      await io.out(printer.record(record, said));
      if (!record.isSound || typeof said === 'string') io.endWith(ExitCode.FINDING);
    }
    await io.out(printer.end(scanner, count));
    reportEnd(path, scanner, io);
  } finally {
    await file.close();
  }
}

async function reportHeader(file: OpenFile, io: ToolIo): Promise<void> {
  const problem = await headerProblem(file);
  if (problem === undefined) return;
  io.err(`zookit-txnlog: ${file.path}: ${problem}\n`);
  io.endWith(ExitCode.FINDING);
}

function isWithin(zxid: bigint, { from, to }: LogOptions): boolean {
  return (from === undefined || zxid >= from) && (to === undefined || zxid <= to);
}
