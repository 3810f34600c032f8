import { epochOf } from '@zookit/protocol';
import { follows, LOG_HEADER_BYTES } from '@zookit/txnlog';
import { ExitCode } from './exit-code.ts';
import { endLine, endReason } from './formats/log-text.ts';
import type { LogScanner, ScanEnd, ScannedRecord } from './log-scanner.ts';
import { zxidOfRecord } from './read-record.ts';
import { ToolError } from './tool-error.ts';
import { ZxidSpan } from './zxid-span.ts';

/** Where a log is to be cut. */
export interface Cut {
  readonly offset: number;
  readonly kept: ZxidSpan;
  /** What goes, as far as it can be read. */
  readonly removed: ZxidSpan;
  /** What stands behind all that can be read. */
  readonly end: ScanEnd;
}

/** Is told what is remarkable on the way. */
type Say = (line: string) => Promise<void> | void;

/** Reads a log to its end, so that it can be said what goes. Throws {@link ToolError} when it doesn't hold `zxid`. */
export async function findCut(scanner: LogScanner, zxid: bigint, say?: Say): Promise<Cut> {
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
    if (kept.count > 0 && !follows(kept.last, next)) await say?.(gapLine(kept.last, next));
    kept.add(next);
    offset = record.endOffset;
  }
  if (kept.count > 0 && kept.last === zxid) return { offset, kept, removed, end: scanner.end! };
  if (removed.count === 0) await say?.(endLine(kept.count));
  throw new ToolError(refusal(scanner.end!, zxid, kept, removed), ExitCode.FINDING);
}

/** Whether the same would go. */
export function isSameCut(left: Cut, right: Cut): boolean {
  const isSameEnd = left.end.kind === right.end.kind && left.end.offset === right.end.offset;
  return isSameEnd && left.offset === right.offset && left.removed.text === right.removed.text;
}

/** A zxid as Apache's tool prints it here. */
export function bareHex(zxid: bigint): string {
  return BigInt.asUintN(64, zxid).toString(16);
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

function refusal(end: ScanEnd, zxid: bigint, kept: ZxidSpan, removed: ZxidSpan): string {
  const reason = `This log does not contain zxid ${bareHex(zxid)}`;
  if (removed.count > 0) return `${reason}.`;
  return `${reason}: it holds ${kept.text}${end.kind === 'clean' ? '' : `, then ${endReason(end)}`}.`;
}
