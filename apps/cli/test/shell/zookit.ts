import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess, type ProcessExit, type StartedProcess } from '@zookit/testkit';

/** The package's folder. */
export const folder: string = fileURLToPath(new URL('../..', import.meta.url));

/** How a run of the shell ended, and what it printed. */
export interface Finished extends ProcessExit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the shell from its sources, with no settings from this process's environment. */
export function startZookit(args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedProcess {
  const { PATH = '', HOME = '' } = process.env;
  return startProcess(process.execPath, [join(folder, 'src/shell/main.ts'), ...args], { env: { PATH, HOME, ...env } });
}

/** Runs one command of the shell to its end. */
export async function zookit(...args: readonly string[]): Promise<Finished> {
  const started = startZookit(args);
  const exit = await started.exit;
  return { ...exit, stdout: started.stdout, stderr: started.stderr };
}
