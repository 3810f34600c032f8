import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Progress } from './progress.ts';

/** How {@link runCommand} runs a program. */
export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told each line of output as it comes. */
  readonly progress?: Progress;
}

/** A program ended with an exit code other than 0; carries what it printed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a program to its end. Resolves to its output, standard error included; throws {@link CommandError}. */
export async function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      options.progress?.(line);
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) {
    throw new CommandError(`${command} ${args.join(' ')} ended with ${exitCode}:\n${lines.join('\n')}`);
  }
  return lines.join('\n');
}

/** Whether a program exists and ends well with these arguments. */
export async function works(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await runCommand(command, args);
    return true;
  } catch {
    return false;
  }
}
