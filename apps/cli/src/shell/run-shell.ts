import { packageVersion } from '../package-version.ts';
import { commands } from './commands.ts';
import { shellHelp } from './help/shell-help.ts';
import { type Invocation, readInvocation } from './invocation.ts';
import { runOneShot } from './one-shot.ts';
import type { ShellIo } from './shell-io.ts';
import { UsageError } from './words/usage-error.ts';

/** Does what the arguments ask for, and resolves to the exit code. What goes wrong is told in lines, never as a stack. */
export async function runShell(args: readonly string[], io: ShellIo): Promise<number> {
  const invocation = invocationOf(args, io);
  if (invocation === undefined) return 1;
  if (invocation.wants !== undefined) {
    io.stdout.write(invocation.wants === 'help' ? shellHelp(commands) : `zookit ${packageVersion()}\n`);
    return 0;
  }
  if (invocation.command.length > 0) return runOneShot(invocation, io);
  if (!io.isInputTerminal || !io.isOutputTerminal) return (await import('./piped.ts')).runPiped(invocation, io);
  return (await import('./interactive/interactive.ts')).runInteractive(invocation, io);
}

function invocationOf(args: readonly string[], io: ShellIo): Invocation | undefined {
  try {
    return readInvocation(args, io.environment, io.programName);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`zookit: ${error.message}\n"zookit --help" lists the options.\n`);
    return undefined;
  }
}
