import { RECORD_END, type LogEnd, type OpenFile } from '@zookit/txnlog';
import { askFor } from './ask.ts';
import { backupPath, changeLog } from './change-log.ts';
import { copyLog, type Patch } from './copy-log.ts';
import { ExitCode } from './exit-code.ts';
import { findPlace, type LogPlace } from './log-place.ts';
import { isSameTail, readTail, type LogTail } from './read-tail.ts';
import type { ToolIo } from './tool-io.ts';

const END_MARK = Uint8Array.of(RECORD_END);

/** What is asked for: where a copy goes, if not the log itself is to be changed; whether the answer is known. */
export interface ChopTailOptions {
  readonly output?: string;
  readonly yes?: true;
}

/** Takes away what a crash left of a write at the end of a log, or adds the end mark that a crash kept from its last record. */
export async function chopTail(file: OpenFile, options: ChopTailOptions, io: ToolIo): Promise<void> {
  const place = await findPlace(file.path);
  const tail = await readTail(file, place);
  const { end, kept } = tail;
  if (end.kind === 'clean') {
    await io.out(
      `${file.path} holds ${kept.text} and ends in good order at offset ${end.offset}: there is nothing to cut.\n`,
    );
    return;
  }
  await io.out(`${file.path} holds ${kept.text}. ${description(end)}\n`);
  if (options.output === undefined) {
    await chopInPlace(place, tail, options, io);
    return;
  }
  await copyLog(file, options.output, lengthOf(end), patchesOf(end));
  await io.out(`${options.output} has been written without that.\n`);
}

async function chopInPlace(place: LogPlace, tail: LogTail, { yes }: ChopTailOptions, io: ToolIo): Promise<void> {
  const isTorn = tail.end.kind === 'torn';
  await io.out(`A copy of the log as it is will be kept in ${backupPath(place)}.\n`);
  const question = isTorn ? 'Would you like to cut it off' : 'Would you like to add the mark';
  if (yes !== true && (await askFor(io, question, ['Yes', 'No'])) === 'No') {
    io.endWith(ExitCode.FINDING);
    return;
  }
  io.beginChanges();
  await changeLog(place, {
    isDue: async (file) => isSameTail(await readTail(file, await findPlace(place.path)), tail),
    make: (file) => mend(file, tail.end),
  });
  await io.out(isTorn ? `Cut at offset ${tail.end.offset}.\n` : 'The mark has been added.\n');
}

function description({ kind, offset, endOffset }: LogEnd): string {
  return kind === 'torn'
    ? `From offset ${offset} on there are ${endOffset - offset} bytes of a write that a crash cut short: no server counts it.`
    : `The last of them, at offset ${offset}, is whole but for the mark that ends it.`;
}

function lengthOf({ kind, offset, endOffset }: LogEnd): number {
  return kind === 'torn' ? offset : endOffset;
}

function patchesOf({ kind, endOffset }: LogEnd): Patch[] {
  return kind === 'torn' ? [] : [{ offset: endOffset - 1, bytes: END_MARK }];
}

async function mend(log: OpenFile, end: LogEnd): Promise<void> {
  if (end.kind === 'torn') await log.truncate(end.offset);
  else await log.write(END_MARK, end.endOffset - 1);
}
