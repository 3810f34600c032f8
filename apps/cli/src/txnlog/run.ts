import { CorruptLogError, CorruptSnapshotError } from '@zookit/txnlog';
import { CommanderError } from 'commander';
import { ExitCode } from './exit-code.ts';
import { failureText } from './failure-text.ts';
import { createProgram } from './program.ts';
import { ToolError } from './tool-error.ts';
import type { ToolIo } from './tool-io.ts';

/** Does what the arguments ask for; what goes wrong is told in one line. */
export async function run(args: readonly string[], io: ToolIo): Promise<void> {
  try {
    await createProgram(io).parseAsync(args, { from: 'user' });
  } catch (error) {
    // The parser has told its user already.
    if (error instanceof CommanderError) {
      io.endWith(error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE);
      return;
    }
    io.err(`zookit-txnlog: ${failureText(error)}\n`);
    io.endWith(exitCodeOf(error));
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof ToolError) return error.exitCode;
  return error instanceof CorruptLogError || error instanceof CorruptSnapshotError ? ExitCode.FINDING : ExitCode.USAGE;
}
