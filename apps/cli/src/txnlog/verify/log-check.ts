import { formatHex } from '@zookit/protocol';
import { CorruptLogError, follows, LogFileReader, nodeFileSystem, type LogEnd, type LogName } from '@zookit/txnlog';
import { countSoundRecords } from '../sound-records.ts';
import { ZxidSpan } from '../zxid-span.ts';
import { countOf } from '../formats/count-of.ts';
import { failureReason } from '../failure-text.ts';
import { Remarks, type Finding } from './finding.ts';
import { isGone, isSystemFailure } from './system-failure.ts';

/** A log that is being written may be seen half-way: damage is what is still there when one has looked so often. */
const LOOKS = 3;

/** What was found in a log. */
export interface CheckedLog {
  readonly path: string;
  readonly name: LogName;
  /** The transactions before any damage. */
  readonly span: ZxidSpan;
  readonly remarks: Remarks;
  /** Where the records end that were found sound, in bytes. */
  readonly soundBytes: number;
  /** Undefined when the log is damaged. */
  readonly end: LogEnd | undefined;
}

/** Reads a log from its beginning to its end, and checks all that can be checked in it alone. */
export async function checkLog(path: string, name: LogName, isLast: boolean): Promise<CheckedLog> {
  try {
    return await checkReadable(path, name, isLast);
  } catch (error) {
    if (!isSystemFailure(error) || (await isGone(error))) throw error;
    const remarks = new Remarks();
    remarks.damage(`it cannot be read: ${failureReason(error)}`);
    return { path, name, span: new ZxidSpan(), remarks, soundBytes: 0, end: undefined };
  }
}

async function checkReadable(path: string, name: LogName, isLast: boolean): Promise<CheckedLog> {
  let reading = await readLog(path, name, isLast);
  for (let looks = 1; isLast && reading.damage !== undefined && looks < LOOKS; looks++) {
    reading = await readLog(path, name, isLast);
  }
  const { span, remarks, damage, end, soundBytes } = reading;
  if (damage !== undefined) remarks.damage(await damageText(path, damage));
  else if (end !== undefined) remarkEnd(end, isLast, span, remarks);
  return { path, name, span, remarks, soundBytes, end };
}

/** What is to be said of a log. */
export function logFinding({ path, span, remarks }: CheckedLog): Finding {
  const zxids = span.count > 0 ? { firstZxid: formatHex(span.first), lastZxid: formatHex(span.last) } : {};
  const numbers = { transactions: span.count, ...zxids };
  return { file: path, kind: 'log', status: remarks.status, text: span.text, remarks: remarks.texts, numbers };
}

interface Reading {
  readonly span: ZxidSpan;
  readonly remarks: Remarks;
  readonly soundBytes: number;
  readonly damage: CorruptLogError | undefined;
  readonly end: LogEnd | undefined;
}

async function readLog(path: string, name: LogName, isLast: boolean): Promise<Reading> {
  const file = await nodeFileSystem.open(path, 'read');
  const reader = new LogFileReader(file, name.zxid, isLast);
  const span = new ZxidSpan();
  const remarks = new Remarks();
  try {
    while (await reader.load()) while (reader.next()) addRecord(reader.header.zxid, span, remarks);
    const { end } = reader;
    const soundBytes = (end?.kind === 'unmarked' ? end.endOffset : end?.offset) ?? 0;
    return { span, remarks, soundBytes, damage: undefined, end };
  } catch (error) {
    if (!(error instanceof CorruptLogError)) throw error;
    return { span, remarks, soundBytes: error.offset, damage: error, end: undefined };
  } finally {
    await file.close();
  }
}

function addRecord(zxid: bigint, span: ZxidSpan, remarks: Remarks): void {
  if (span.count > 0 && !follows(span.last, zxid)) {
    remarks.damage(`${formatHex(zxid)} does not follow ${formatHex(span.last)}`);
  }
  span.add(zxid);
}

function remarkEnd({ kind, offset }: LogEnd, isLast: boolean, { count }: ZxidSpan, remarks: Remarks): void {
  if (kind === 'torn') remarks.note(`a write that a crash cut short at offset ${offset}, which no server counts`);
  if (kind === 'unmarked') remarks.note(`the last transaction, at offset ${offset}, lacks its end mark, and counts`);
  if (count > 0) return;
  if (isLast) remarks.note('a server removes it when it starts');
  else remarks.damage('another log follows, so there was something in it');
}

/** What is wrong, and how much stands behind it: a server stops there, a person may want to know. */
async function damageText(path: string, { offset, reason }: CorruptLogError): Promise<string> {
  const file = await nodeFileSystem.open(path, 'read');
  try {
    const behind = await countSoundRecords(file, offset);
    const rest = behind === 0 ? '' : `; ${countOf(behind, 'sound record')} behind it`;
    return `damaged at offset ${offset}: ${reason}${rest}`;
  } finally {
    await file.close();
  }
}
