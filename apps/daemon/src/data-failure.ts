import { CorruptLogError, CorruptSnapshotError, DataDirectoryError } from '@zookit/server';
import { ExitCode } from './exit-code.ts';
import { StartError } from './start-error.ts';

/** Gives what is wrong with a data directory its exit code. Its message says already what can be done. */
export function dataFailure(error: unknown): unknown {
  const isAboutData =
    error instanceof DataDirectoryError || error instanceof CorruptLogError || error instanceof CorruptSnapshotError;
  return isAboutData ? new StartError(error.message, ExitCode.DATA_DIRECTORY, { cause: error }) : error;
}
