import { createInterface } from 'node:readline';
import type { Invocation } from '../invocation.ts';
import type { Shell } from '../shell.ts';
import type { ShellIo } from '../shell-io.ts';

/** Runs the lines of standard input. */
export async function runPiped(shell: Shell, _: Invocation, io: ShellIo): Promise<void> {
  const interrupt = new AbortController();
  const ended = io.onInterrupt(() => interrupt.abort());
  shell.connection.open();
  for await (const line of createInterface({ input: io.stdin })) {
    await shell.runLine(line, interrupt.signal);
    if (shell.isOver || interrupt.signal.aborted) break;
  }
  await shell.connection.close();
  ended();
}
