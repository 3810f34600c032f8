import type { ServerConfig } from '@zookit/server';
import { ExitCode } from './exit-code.ts';
import { StartError } from './start-error.ts';

/** Says what an operator can do about a port that could not be opened. */
export function listenFailure(error: unknown, config: ServerConfig): unknown {
  const where = `${config.host ?? '*'}:${config.port}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return failure(`${where} is in use by another process. Stop that one, or choose another clientPort.`, error);
    case 'EACCES':
      return failure(`${where} may not be opened by this user. Choose a clientPort from 1024.`, error);
    case 'EADDRNOTAVAIL':
      return failure(`${where} is no address of this machine. Choose another clientPortAddress, or none.`, error);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `clientPortAddress=${config.host ?? ''} is an unknown host. Write one of this machine's addresses, or none.`,
        ExitCode.INVALID_CONFIGURATION,
        { cause: error },
      );
    default:
      return error;
  }
}

function failure(message: string, cause: unknown): StartError {
  return new StartError(message, ExitCode.FAILURE, { cause });
}
