import { COMPATIBLE_VERSION } from '@zookit/server';
import { buildInfo } from './build-info.ts';
import { configKeyTable } from './config-key-table.ts';
import { ExitCode } from './exit-code.ts';
import { helpText, usage } from './help.ts';
import { parseInvocation, UsageError } from './invocation.ts';
import { serve } from './serve.ts';

/** Does what the command line asks for. Resolves with the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const invocation = parseInvocation(args);
  switch (invocation.type) {
    case 'help':
      console.log(helpText());
      return ExitCode.OK;
    case 'version':
      console.log(`zookit-server ${buildInfo().version}, compatible with Apache ZooKeeper ${COMPATIBLE_VERSION}`);
      return ExitCode.OK;
    case 'config-keys':
      console.log(configKeyTable());
      return ExitCode.OK;
    case 'serve':
      // The server is done: whatever may still be open is of no use to anybody.
      return process.exit(await serve(invocation));
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = ExitCode.INVALID_CONFIGURATION;
}
