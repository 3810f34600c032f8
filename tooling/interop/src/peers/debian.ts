import type { Progress } from '../progress.ts';
import { runCommand } from '../run-command.ts';

const APT = ['-y', '-q', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120'];

/** Installs Debian packages, without questions. Needs root, as containers and CI machines give it. */
export async function installDebianPackages(names: readonly string[], progress: Progress): Promise<void> {
  progress(`installing with apt-get: ${names.join(' ')}`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, progress };
  await runCommand('apt-get', ['update', '-q'], options);
  await runCommand('apt-get', ['install', ...APT, ...names], options);
}
