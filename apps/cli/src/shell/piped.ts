import { createInterface } from 'node:readline';
import { createShell } from './create-shell.ts';
import type { Invocation } from './invocation.ts';
import { streamsOf } from './output/streams.ts';
import type { ShellIo } from './shell-io.ts';

/** Runs the lines of standard input, and resolves to the exit code of the last one. */
export async function runPiped(invocation: Invocation, io: ShellIo): Promise<number> {
  const shell = createShell(invocation, io, { streams: streamsOf(io), lend: (work) => work(), isQuiet: false });
  const interrupt = new AbortController();
  const ended = io.onInterrupt(() => interrupt.abort());
  if (invocation.format === 'text') {
    io.stdout.write(
      `Connecting to ${invocation.connection.servers}\nWelcome to ZooKeeper!\nJLine support is disabled\n`,
    );
  }
  shell.connection.open();
  for await (const line of createInterface({ input: io.stdin })) {
    await shell.runLine(line, interrupt.signal);
    if (shell.isOver || interrupt.signal.aborted) break;
  }
  shell.printsWatches = false;
  await shell.connection.close();
  ended();
  return shell.exitCode;
}
