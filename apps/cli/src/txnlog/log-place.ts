import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { listLogs, nodeFileSystem, parseLogName, type LogName } from '@zookit/txnlog';

/** Where a log is, and what lies beside it. */
export interface LogPlace {
  /** That of the file itself, where a link to it was named. */
  readonly path: string;
  /** That of {@link LogPlace.path}: what locks it, and where servers look. */
  readonly directory: string;
  /** The first transaction, as the name says; undefined for a file that is called otherwise. */
  readonly zxid: bigint | undefined;
  /** The log that follows it. */
  readonly next: LogName | undefined;
}

/** Finds out where the log really is that was named. */
export async function findPlace(named: string): Promise<LogPlace> {
  const path = await realpath(named);
  const directory = dirname(path);
  const zxid = parseLogName(basename(path))?.zxid;
  const next =
    zxid === undefined ? undefined : (await listLogs(nodeFileSystem, directory)).find((log) => log.zxid > zxid);
  return { path, directory, zxid, next };
}
