import { DataDirectoryError } from './errors.ts';
import { parseLogName, parseSnapshotName } from './file-names.ts';
import type { FileSystem } from './file-system.ts';

/**
 * Catches, where logs are apart, directories that were swapped, or a dataLogDir that was set after there were logs: throws
 * {@link DataDirectoryError} for a log among the snapshots, or a snapshot among the logs.
 */
export async function checkSplit(files: FileSystem, snapshotDirectory: string, logDirectory: string): Promise<void> {
  const log = (await files.list(snapshotDirectory)).find((name) => parseLogName(name) !== undefined);
  if (log !== undefined) throw misplaced(snapshotDirectory, log, logDirectory);
  const snapshot = (await files.list(logDirectory)).find((name) => parseSnapshotName(name) !== undefined);
  if (snapshot !== undefined) throw misplaced(logDirectory, snapshot, snapshotDirectory);
}

function misplaced(directory: string, name: string, right: string): DataDirectoryError {
  const reason = `${name} does not belong here but in ${right}: check dataDir and dataLogDir, or move such files`;
  return new DataDirectoryError(directory, reason);
}
