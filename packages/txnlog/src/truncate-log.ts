import { join } from 'node:path';
import { formatHex } from '@zookit/protocol';
import { DataDirectoryError } from './errors.ts';
import type { LogName } from './file-names.ts';
import type { FileSystem } from './file-system.ts';
import { LogFileReader } from './log-file-reader.ts';
import { listLogs } from './txn-log-reader.ts';
import { updateFile } from './update-file.ts';

/**
 * Removes all transactions behind `zxid` from the logs. Resolves when that is on disk. After a crash half-way some of them
 * may still be there, but none without those before it. Throws {@link DataDirectoryError}, and changes nothing, when the
 * logs end before `zxid`.
 */
export async function truncateLog(files: FileSystem, directory: string, zxid: bigint): Promise<void> {
  const logs = await listLogs(files, directory);
  const kept = logs.findLast((log) => log.zxid <= zxid);
  const cut = kept === undefined ? undefined : await cutOf(files, directory, kept, zxid, kept === logs.at(-1));
  const later = logs.filter((log) => log.zxid > zxid);
  if (later.length === 0 && (cut === undefined || cut.lastZxid < zxid)) {
    throw new DataDirectoryError(directory, `the logs end before ${formatHex(zxid)}: they cannot be truncated there`);
  }
  for (const log of later.toReversed()) await files.remove(join(directory, log.name));
  if (later.length > 0) await files.syncDirectory(directory);
  if (cut?.offset === undefined) return;
  const { name, offset } = cut;
  await updateFile(files, join(directory, name), (file) => file.truncate(offset));
}

interface Cut {
  readonly name: string;
  /** The last transaction that stays. */
  readonly lastZxid: bigint;
  /** Where the first one that goes begins; undefined when all stay. */
  readonly offset: number | undefined;
}

async function cutOf(files: FileSystem, directory: string, log: LogName, zxid: bigint, isLast: boolean): Promise<Cut> {
  const file = await files.open(join(directory, log.name), 'read');
  const reader = new LogFileReader(file, log.zxid, isLast);
  let lastZxid = log.zxid - 1n;
  try {
    while (await reader.load()) {
      while (reader.next()) {
        if (reader.header.zxid > zxid) return { name: log.name, lastZxid, offset: reader.offset };
        lastZxid = reader.header.zxid;
      }
    }
    return { name: log.name, lastZxid, offset: undefined };
  } finally {
    await file.close();
  }
}
