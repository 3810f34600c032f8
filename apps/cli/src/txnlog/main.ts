import { ProcessIo } from './process-io.ts';
import { run } from './run.ts';

const io = new ProcessIo();
process.stdout.on('error', (error) => {
  io.outputFailed(error);
});
await run(process.argv.slice(2), io);
await io.flush();
io.close();
process.exitCode = io.exitCode;
