import { CorruptLogError, CorruptSnapshotError, DataDirectoryError } from '@zookit/txnlog';
import { CommanderError } from 'commander';
import { ExitCode } from './exit-code.ts';
import { failureText } from './failure-text.ts';
import { createProgram } from './program.ts';
import { ToolError } from './tool-error.ts';
import type { ToolIo } from './tool-io.ts';

/** Does what the arguments ask for; what goes wrong is told in one line, unless the tool itself is wrong. */
export async function run(args: readonly string[], io: ToolIo): Promise<void> {
  try {
    await createProgram(io).parseAsync(args, { from: 'user' });
  } catch (error) {
    // The parser has told its user already.
    if (error instanceof CommanderError) {
      io.endWith(error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE);
      return;
    }
    const code = exitCodeOf(error);
    io.err(code === ExitCode.FAULT ? faultText(error) : `zookit-txnlog: ${failureText(error)}\n`);
    io.endWith(code);
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof ToolError) return error.exitCode;
  if (error instanceof CorruptLogError || error instanceof CorruptSnapshotError) return ExitCode.FINDING;
  const isOfSystem = error instanceof Error && 'errno' in error;
  return isOfSystem || error instanceof DataDirectoryError ? ExitCode.USAGE : ExitCode.FAULT;
}

/** What whoever mends it has to know. */
function faultText(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined;
  return `zookit-txnlog has a mistake, which is not yours. Please report it:\n${stack ?? String(error)}\n`;
}
