import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptsDirectory } from '../directories.ts';
import { installedIn } from '../installed.ts';
import type { Progress } from '../progress.ts';
import { runCommand, works } from '../run-command.ts';
import { installDebianPackages } from './debian.ts';

/** The Go client, in a program of ours. Its version stands in `scripts/go/go.mod`. */
export interface GoPeer {
  /** The compiled session. */
  readonly program: string;
}

/** Installs Go if the machine has none, and compiles the program. */
export async function installGo(progress: Progress): Promise<GoPeer> {
  if (!(await works('go', ['version']))) await installDebianPackages(['golang-go', 'ca-certificates'], progress);
  const directory = join(scriptsDirectory, 'go');
  const digest = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) digest.update(await readFile(join(directory, file)));
  const output = await installedIn('go-program', digest.digest('hex'), async (target) => {
    progress('compiling the Go program');
    await runCommand('go', ['build', '-o', join(target, 'session'), '.'], { cwd: directory, progress });
  });
  return { program: join(output, 'session') };
}
