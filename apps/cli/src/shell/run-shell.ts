import { styleText } from 'node:util';
import { commands } from './commands.ts';
import { Connection } from './connection.ts';
import { shellHelp } from './help/shell-help.ts';
import { type Invocation, readInvocation } from './invocation.ts';
import { runOneShot } from './modes/one-shot.ts';
import { runPiped } from './modes/piped.ts';
import { StreamOutput } from './output/stream-output.ts';
import { streamsOf } from './output/streams.ts';
import { createTerminal, type Terminal } from './output/terminal.ts';
import { packageVersion } from '../package-version.ts';
import { Shell } from './shell.ts';
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
  const streams = streamsOf(io);
  const output = new StreamOutput(invocation.format, streams);
  const connection = new Connection(invocation.connection, () => undefined);
  const shell = new Shell({ commands, connection, output, terminal: terminalOf(io) });
  if (invocation.command.length > 0) await runOneShot(shell, invocation, io);
  else await runPiped(shell, invocation, io);
  return shell.exitCode;
}

function invocationOf(args: readonly string[], io: ShellIo): Invocation | undefined {
  try {
    return readInvocation(args, io.environment);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`zookit: ${error.message}\n"zookit --help" lists the options.\n`);
    return undefined;
  }
}

function terminalOf(io: ShellIo): Terminal {
  const { environment } = io;
  const isForced = (environment['FORCE_COLOR'] ?? '') !== '' && environment['FORCE_COLOR'] !== '0';
  const isForbidden = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return createTerminal({
    isInteractive: io.isInputTerminal && io.isOutputTerminal,
    hasColours: isForced || (io.isOutputTerminal && !isForbidden),
    showsProgress: io.isErrorTerminal && environment['TERM'] !== 'dumb',
    size: io.size,
    styleText: (style, text) => styleText(style, text, { validateStream: false }),
    writeProgress: (text) => void io.stderr.write(text),
    lend: (work) => work(),
  });
}
