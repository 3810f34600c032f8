import { dirname, join } from 'node:path';
import { epochOf, formatHex } from '@zookit/protocol';
import {
  DURABLE_MARK_NAME,
  DurableMark,
  follows,
  listLogs,
  listSnapshots,
  LOG_HEADER_BYTES,
  nodeFileSystem,
  type OpenFile,
} from '@zookit/txnlog';
import { askFor } from './ask.ts';
import { backupPath, changeLog } from './change-log.ts';
import { copyLog } from './copy-log.ts';
import { ExitCode } from './exit-code.ts';
import { endLine, endReason, titleLine } from './formats/log-text.ts';
import { LogScanner, type ScannedRecord } from './log-scanner.ts';
import { zxidOfRecord } from './read-record.ts';
import { ToolError } from './tool-error.ts';
import type { ToolIo } from './tool-io.ts';
import { ZxidSpan } from './zxid-span.ts';

/** What is asked for: the last transaction to be kept, and where to. */
export interface ChopBehindOptions {
  readonly zxid: bigint;
  readonly output?: string;
  readonly inPlace?: true;
  readonly yes?: true;
}

/** Where a log is to be cut. */
interface Cut {
  readonly offset: number;
  readonly kept: ZxidSpan;
  readonly removed: ZxidSpan;
}

/** Keeps the transactions of a log up to one of them, in a copy or in place. Prints what Apache's TxnLogToolkit does. */
export async function chopBehind(file: OpenFile, options: ChopBehindOptions, io: ToolIo): Promise<void> {
  const scanner = await LogScanner.open(file);
  await io.out(titleLine(scanner));
  const cut = await findCut(scanner, options.zxid, io);
  if (options.inPlace === true) await chopInPlace(file, cut, options, io);
  else await chopToCopy(file, cut, options, io);
}

async function chopToCopy(file: OpenFile, cut: Cut, { zxid, output }: ChopBehindOptions, io: ToolIo): Promise<void> {
  const path = output ?? `${file.path}.chopped${BigInt.asUintN(64, zxid)}`;
  await copyLog(file, path, cut.offset);
  await io.out(choppedLine(zxid, cut));
  await io.out(`${path} has been written.\n`);
}

async function chopInPlace(file: OpenFile, cut: Cut, { zxid, yes }: ChopBehindOptions, io: ToolIo): Promise<void> {
  if (cut.removed.count === 0) {
    await io.out(`${file.path} holds ${cut.kept.text}: there is nothing behind ${formatHex(zxid)} to cut off.\n`);
    return;
  }
  await io.out(
    `This removes ${cut.removed.text} from ${file.path}. A copy of it will be kept in ${backupPath(file.path)}.\n`,
  );
  for (const line of await consequences(file.path, zxid)) await io.out(`${line}\n`);
  if (yes !== true && (await askFor(io, 'Would you like to cut it there', ['Yes', 'No'])) === 'No') {
    io.endWith(ExitCode.FINDING);
    return;
  }
  await changeLog(file.path, (log) => log.truncate(cut.offset));
  await io.out(choppedLine(zxid, cut));
}

function choppedLine(zxid: bigint, { kept }: Cut): string {
  return `Chopping at ${bareHex(zxid)} new log has ${kept.count} records\n`;
}

/** Reads a log to its end, so that it can be said what goes. Throws {@link ToolError} when it doesn't hold `zxid`. */
async function findCut(scanner: LogScanner, zxid: bigint, io: ToolIo): Promise<Cut> {
  const kept = new ZxidSpan();
  const removed = new ZxidSpan();
  let offset = LOG_HEADER_BYTES;
  for await (const record of scanner) {
    const next = zxidOfRecord(record);
    if (removed.count > 0 || next > zxid) {
      removed.add(next);
      continue;
    }
    checkSound(record);
    if (kept.count > 0 && !follows(kept.last, next)) await io.out(gapLine(kept.last, next));
    kept.add(next);
    offset = record.endOffset;
  }
  if (kept.count > 0 && kept.last === zxid) return { offset, kept, removed };
  if (removed.count === 0) await io.out(endLine(kept.count));
  throw new ToolError(refusal(scanner, zxid, kept, removed), ExitCode.FINDING);
}

function checkSound({ offset, isSound, isMarked }: ScannedRecord): void {
  if (isSound && isMarked) return;
  const reason = isSound ? 'it has no end mark' : 'its checksum is wrong';
  throw new ToolError(
    `The record at offset ${offset} is damaged: ${reason}. Cut before it, or see \`zookit-txnlog repair\`.`,
    ExitCode.FINDING,
  );
}

function gapLine(previous: bigint, next: bigint): string {
  const kind = epochOf(previous) === epochOf(next) ? 'intra-epoch' : 'inter-epoch';
  return `There is ${kind} gap between ${bareHex(previous)} and ${bareHex(next)}\n`;
}

function refusal(scanner: LogScanner, zxid: bigint, kept: ZxidSpan, removed: ZxidSpan): string {
  const reason = `This log does not contain zxid ${bareHex(zxid)}`;
  if (removed.count > 0) return `${reason}.`;
  const { kind } = scanner.end!;
  return `${reason}: it holds ${kept.text}${kind === 'clean' ? '' : `, then ${endReason(scanner.end!)}`}.`;
}

/** What else the user has to see to, before a server starts with a log that was cut. */
async function consequences(path: string, zxid: bigint): Promise<string[]> {
  const directory = dirname(path);
  const logs = (await listLogs(nodeFileSystem, directory)).filter((log) => log.zxid > zxid);
  const snapshots = (await listSnapshots(nodeFileSystem, directory)).filter((snapshot) => snapshot.zxid > zxid);
  const names = [...logs, ...snapshots].map(({ name }) => name);
  const mark = (await DurableMark.read(nodeFileSystem, directory)) ?? 0n;
  return [
    ...(names.length > 0 ? [`Later transactions stay in ${names.join(', ')}: remove these, too.`] : []),
    ...(mark > zxid
      ? [`${join(directory, DURABLE_MARK_NAME)} tells of later ones: remove it, or the start is refused.`]
      : []),
  ];
}

/** A zxid as Apache's tool prints it here. */
function bareHex(zxid: bigint): string {
  return BigInt.asUintN(64, zxid).toString(16);
}
