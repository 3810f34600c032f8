import { ExitCode } from './exit-code.ts';

/** Why the server could not be started, in words for its operator. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

const LAST_LINES: Readonly<Record<ExitCode, string>> = {
  [ExitCode.OK]: '',
  [ExitCode.FAILURE]: 'Unexpected exception, exiting abnormally',
  [ExitCode.INVALID_CONFIGURATION]: 'Invalid config, exiting abnormally',
  [ExitCode.DATA_DIRECTORY]: 'Unable to access datadir, exiting abnormally',
};

/** The one line that Apache's server leaves on standard error; scripts look for it. */
export function lastLine(exitCode: ExitCode): string {
  return LAST_LINES[exitCode];
}
