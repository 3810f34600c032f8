import { join } from 'node:path';
import { workspaceDirectory } from './directories.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';

/** Builds the daemon that the sessions start; when it is up to date, turbo has it in its cache. */
export async function buildDaemon(progress: Progress): Promise<void> {
  progress('building the daemon');
  const turbo = join(workspaceDirectory, 'node_modules', '.bin', 'turbo');
  await runCommand(turbo, ['run', 'build', '--filter=@zookit/daemon', '--output-logs=errors-only'], {
    cwd: workspaceDirectory,
    progress,
  });
}
