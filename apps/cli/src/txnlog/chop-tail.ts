import { formatHex } from '@zookit/protocol';
import { CorruptLogError, LogFileReader, type LogEnd, type OpenFile } from '@zookit/txnlog';
import { askFor } from './ask.ts';
import { backupPath, changeLog } from './change-log.ts';
import { copyLog } from './copy-log.ts';
import { ExitCode } from './exit-code.ts';
import { ToolError } from './tool-error.ts';
import type { ToolIo } from './tool-io.ts';
import { ZxidSpan } from './zxid-span.ts';

const END_MARK = Uint8Array.of(0x42);

/** What is asked for: where a copy goes, if not the log itself is to be changed; whether the answer is known. */
export interface ChopTailOptions {
  readonly output?: string;
  readonly yes?: true;
}

/** Takes away what a crash left of a write at the end of a log, or adds the end mark that a crash kept from its last record. */
export async function chopTail(file: OpenFile, options: ChopTailOptions, io: ToolIo): Promise<void> {
  const { end, kept } = await readToEnd(file);
  if (end.kind === 'clean') {
    await io.out(
      `${file.path} holds ${kept.text} and ends in good order at offset ${end.offset}: there is nothing to cut.\n`,
    );
    return;
  }
  await io.out(`${file.path} holds ${kept.text}. ${description(end)}\n`);
  if (options.output !== undefined) {
    await copyLog(file, options.output, lengthOf(end), patchesOf(end));
    await io.out(`${options.output} has been written without that.\n`);
    return;
  }
  await io.out(`A copy of the log as it is will be kept in ${backupPath(file.path)}.\n`);
  const question = end.kind === 'torn' ? 'Would you like to cut it off' : 'Would you like to add the mark';
  if (options.yes !== true && (await askFor(io, question, ['Yes', 'No'])) === 'No') {
    io.endWith(ExitCode.FINDING);
    return;
  }
  await changeLog(file.path, (log) => mend(log, end));
  await io.out(end.kind === 'torn' ? `Cut at offset ${end.offset}.\n` : 'The mark has been added.\n');
}

async function readToEnd(file: OpenFile): Promise<{ end: LogEnd; kept: ZxidSpan }> {
  const reader = new LogFileReader(file, undefined, true);
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

function description({ kind, offset, endOffset }: LogEnd): string {
  return kind === 'torn'
    ? `From offset ${offset} on there are ${endOffset - offset} bytes of a write that a crash cut short: no server counts it.`
    : `The last of them, at offset ${offset}, is whole but for the mark that ends it.`;
}

function lengthOf({ kind, offset, endOffset }: LogEnd): number {
  return kind === 'torn' ? offset : endOffset;
}

function patchesOf({ kind, endOffset }: LogEnd): { offset: number; bytes: Uint8Array }[] {
  return kind === 'torn' ? [] : [{ offset: endOffset - 1, bytes: END_MARK }];
}

async function mend(log: OpenFile, end: LogEnd): Promise<void> {
  if (end.kind === 'torn') await log.truncate(end.offset);
  else await log.write(END_MARK, end.endOffset - 1);
}
