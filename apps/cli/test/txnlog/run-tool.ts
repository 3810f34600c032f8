import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess, type ProcessExit } from '@zookit/testkit';

/** The package's folder. */
export const folder: string = fileURLToPath(new URL('../..', import.meta.url));

/** How a run ended, and what it printed. */
export interface Finished extends ProcessExit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs zookit-txnlog from its sources. */
export async function runTool(...args: readonly string[]): Promise<Finished> {
  const tool = startProcess(process.execPath, [join(folder, 'src/txnlog/main.ts'), ...args]);
  const exit = await tool.exit;
  return { ...exit, stdout: tool.stdout, stderr: tool.stderr };
}
