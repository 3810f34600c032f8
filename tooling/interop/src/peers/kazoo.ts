import { join } from 'node:path';
import { installedIn } from '../installed.ts';
import type { Progress } from '../progress.ts';
import { runCommand, works } from '../run-command.ts';
import { versions } from '../versions.ts';
import { installDebianPackages } from './debian.ts';

/** kazoo, the Python client. */
export interface KazooPeer {
  /** A Python that can import kazoo. */
  readonly python: string;
}

/** Installs Python if the machine has none, and kazoo into a virtual environment of its own. */
export async function installKazoo(progress: Progress): Promise<KazooPeer> {
  if (!(await works('python3', ['-c', 'import venv, ensurepip']))) {
    await installDebianPackages(['python3', 'python3-venv'], progress);
  }
  const directory = await installedIn('kazoo', versions.kazoo, async (target) => {
    progress(`installing kazoo ${versions.kazoo} into a virtual environment`);
    await runCommand('python3', ['-m', 'venv', join(target, 'venv')], { progress });
    const pip = [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--progress-bar=off',
      `kazoo==${versions.kazoo}`,
    ];
    await runCommand(pythonIn(target), pip, { progress });
  });
  return { python: pythonIn(directory) };
}

function pythonIn(directory: string): string {
  return join(directory, 'venv', 'bin', 'python');
}
