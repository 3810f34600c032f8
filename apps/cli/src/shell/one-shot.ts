import { createShell } from './create-shell.ts';
import type { Invocation } from './invocation.ts';
import { streamsOf } from './output/streams.ts';
import type { ShellIo } from './shell-io.ts';

/** Runs the command that the shell was called with, closes the session, and resolves to the exit code. */
export async function runOneShot(invocation: Invocation, io: ShellIo): Promise<number> {
  const { command, connection, isVerbose, keepsSession } = invocation;
  const shell = createShell(invocation, io, { streams: streamsOf(io), lend: (work) => work(), isQuiet: !isVerbose });
  const interrupt = new AbortController();
  const ended = io.onInterrupt(() => interrupt.abort());
  if (isVerbose) io.stdout.write(`Connecting to ${connection.servers}\n`);
  const known = shell.find(command[0] ?? '');
  if (known !== undefined && known.isLocal !== true) shell.connection.open();
  await shell.run(command, interrupt.signal);
  shell.printsWatches = false;
  await shell.connection.close({ keepsSession });
  ended();
  return shell.exitCode;
}
