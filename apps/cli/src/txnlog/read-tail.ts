import { formatHex } from '@zookit/protocol';
import { CorruptLogError, LogFileReader, type LogEnd, type OpenFile } from '@zookit/txnlog';
import { ExitCode } from './exit-code.ts';
import type { LogPlace } from './log-place.ts';
import { ToolError } from './tool-error.ts';
import { ZxidSpan } from './zxid-span.ts';

/** What stands at the end of a log. */
export interface LogTail {
  readonly end: LogEnd;
  /** The transactions that a server counts. */
  readonly kept: ZxidSpan;
}

/**
 * Reads a log to its end. A record without an end mark counts in the last log, and in one that another goes on from;
 * otherwise it was not taken for one when the next log began. Throws {@link ToolError} for a log that is damaged.
 */
export async function readTail(file: OpenFile, { zxid, next }: LogPlace): Promise<LogTail> {
  const tail = await readToEnd(file, zxid, true);
  const isCounted = next === undefined || next.zxid === tail.kept.last + 1n;
  return tail.end.kind === 'unmarked' && !isCounted ? readToEnd(file, zxid, false) : tail;
}

/** Whether the log ends as it did. */
export function isSameTail({ end: left, kept: { last } }: LogTail, { end: right, kept }: LogTail): boolean {
  const isSameEnd = left.kind === right.kind && left.offset === right.offset && left.endOffset === right.endOffset;
  return isSameEnd && last === kept.last;
}

async function readToEnd(file: OpenFile, nameZxid: bigint | undefined, isLast: boolean): Promise<LogTail> {
  const reader = new LogFileReader(file, nameZxid, isLast);
  const kept = new ZxidSpan();
  try {
    while (await reader.load()) while (reader.next()) kept.add(reader.header.zxid);
  } catch (error) {
    throw error instanceof CorruptLogError ? refusal(error, kept) : error;
  }
  return { end: reader.end!, kept };
}

function refusal(error: CorruptLogError, kept: ZxidSpan): ToolError {
  const advice =
    kept.count > 0
      ? `\`chop --zxid ${formatHex(kept.last)}\` keeps what stands before it, and gives up all that is behind.`
      : 'There is no transaction before it that could be kept.';
  return new ToolError(`${error.message}. No crash leaves that. ${advice}`, ExitCode.FINDING, { cause: error });
}
