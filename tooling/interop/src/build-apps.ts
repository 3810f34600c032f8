import { join } from 'node:path';
import { workspaceDirectory } from './directories.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';

/** Builds the daemon and the tools that the tests start, and the client; when they are up to date, turbo has them in its cache. */
export async function buildApps(progress: Progress): Promise<void> {
  progress('building the daemon, the tools and the client');
  const turbo = join(workspaceDirectory, 'node_modules', '.bin', 'turbo');
  const filters = ['--filter=@zookit/daemon', '--filter=@zookit/cli', '--filter=@zookit/client'];
  await runCommand(turbo, ['run', 'build', ...filters, '--output-logs=errors-only'], {
    cwd: workspaceDirectory,
    progress,
  });
}
