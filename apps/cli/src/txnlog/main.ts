import { ProcessIo } from './process-io.ts';
import { run } from './run.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read has seen enough, as `head` has.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const io = new ProcessIo();
await run(process.argv.slice(2), io);
await io.flush();
io.close();
process.exitCode = io.exitCode;
