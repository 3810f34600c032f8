import { formatHex } from '@zookit/protocol';
import type { OpenFile } from '@zookit/txnlog';
import { askFor } from './ask.ts';
import { backupPath, changeLog } from './change-log.ts';
import { consequences } from './chop-consequences.ts';
import { bareHex, findCut, isSameCut, type Cut } from './chop-cut.ts';
import { copyLog } from './copy-log.ts';
import { ExitCode } from './exit-code.ts';
import { endReason, titleLine } from './formats/log-text.ts';
import { findPlace } from './log-place.ts';
import { LogScanner } from './log-scanner.ts';
import type { ToolIo } from './tool-io.ts';

/** What is asked for: the last transaction to be kept, and where to. */
export interface ChopBehindOptions {
  readonly zxid: bigint;
  readonly output?: string;
  readonly inPlace?: true;
  /** Where the snapshots are, when they are not beside the log. */
  readonly dataDir?: string;
  readonly yes?: true;
}

/** Keeps the transactions of a log up to one of them, in a copy or in place. Prints what Apache's TxnLogToolkit does. */
export async function chopBehind(file: OpenFile, options: ChopBehindOptions, io: ToolIo): Promise<void> {
  const scanner = await LogScanner.open(file, true);
  await io.out(titleLine(scanner));
  const cut = await findCut(scanner, options.zxid, (line) => io.out(line));
  if (options.inPlace === true) await chopInPlace(file, cut, options, io);
  else await chopToCopy(file, cut, options, io);
}

async function chopToCopy(file: OpenFile, cut: Cut, { zxid, output }: ChopBehindOptions, io: ToolIo): Promise<void> {
  const path = output ?? `${file.path}.chopped${BigInt.asUintN(64, zxid)}`;
  await copyLog(file, path, cut.offset);
  await io.out(choppedLine(zxid, cut));
  await io.out(`${path} has been written.\n`);
}

async function chopInPlace(file: OpenFile, cut: Cut, options: ChopBehindOptions, io: ToolIo): Promise<void> {
  const { zxid, yes } = options;
  if (cut.removed.count === 0 && cut.end.kind === 'clean') {
    await io.out(`${file.path} holds ${cut.kept.text}: there is nothing behind ${formatHex(zxid)} to cut off.\n`);
    return;
  }
  const place = await findPlace(file.path);
  await io.out(
    `This removes ${removedText(cut)} from ${file.path}. A copy of it will be kept in ${backupPath(place)}.\n`,
  );
  for (const line of await consequences(place, options)) await io.out(`${line}\n`);
  if (yes !== true && (await askFor(io, 'Would you like to cut it there', ['Yes', 'No'])) === 'No') {
    io.endWith(ExitCode.FINDING);
    return;
  }
  io.beginChanges();
  await changeLog(place, {
    isDue: async (log) => isSameCut(await findCut(await LogScanner.open(log, true), zxid), cut),
    make: (log) => log.truncate(cut.offset),
  });
  await io.out(choppedLine(zxid, cut));
}

function removedText({ removed, end }: Cut): string {
  if (end.kind === 'clean') return removed.text;
  const unread = `all from offset ${end.offset} on, which cannot be read (${endReason(end)}),`;
  return removed.count === 0 ? unread : `${removed.text}, and ${unread}`;
}

function choppedLine(zxid: bigint, { kept }: Cut): string {
  return `Chopping at ${bareHex(zxid)} new log has ${kept.count} records\n`;
}
