import type { Invocation } from '../invocation.ts';
import type { Shell } from '../shell.ts';
import type { ShellIo } from '../shell-io.ts';

/** Runs the command that the shell was called with, and closes the session. */
export async function runOneShot(shell: Shell, { command }: Invocation, io: ShellIo): Promise<void> {
  const interrupt = new AbortController();
  const ended = io.onInterrupt(() => interrupt.abort());
  const [name = ''] = command;
  if (shell.find(name)?.isLocal !== true && shell.find(name) !== undefined) shell.connection.open();
  await shell.run(command, interrupt.signal);
  await shell.connection.close();
  ended();
}
