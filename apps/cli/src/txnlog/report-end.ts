import { ExitCode } from './exit-code.ts';
import { endReason } from './formats/log-text.ts';
import type { LogScanner } from './log-scanner.ts';
import type { ToolIo } from './tool-io.ts';

/** Tells the user of a log that was not read to its end. */
export function reportEnd(path: string, { end }: LogScanner, io: ToolIo): void {
  if (end === undefined || end.kind === 'clean') return;
  io.err(`zookit-txnlog: ${path}: ${endReason(end)}\n`);
  io.endWith(ExitCode.FINDING);
}
