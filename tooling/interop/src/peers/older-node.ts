import { join } from 'node:path';
import { installedIn } from '../installed.ts';
import type { Progress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { versions } from '../versions.ts';

/** The oldest Node that the client promises to run on. Resolves to its program. */
export async function installOlderNode(progress: Progress): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const directory = await installedIn('older-node', versions.olderNode, async (into) => {
    progress(`installing Node ${versions.olderNode}`);
    const options = ['--no-audit', '--no-fund', '--prefix', into];
    await runCommand('npm', ['install', ...options, `${name}@${versions.olderNode}`], { progress });
  });
  return join(directory, 'node_modules', name, 'bin', 'node');
}
