import { processIo } from './process-io.ts';
import { runShell } from './run-shell.ts';

// A reader that has seen enough, as `head` has, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await runShell(process.argv.slice(2), processIo());
