import { join } from 'node:path';
import { formatHex } from '@zookit/protocol';
import { DURABLE_MARK_NAME, DurableMark, listLogs, listSnapshots, nodeFileSystem } from '@zookit/txnlog';
import type { LogPlace } from './log-place.ts';
import { versionDirectory } from './directories.ts';

/** What is to be cut off, and where the snapshots are that may be later. */
interface Chop {
  readonly zxid: bigint;
  readonly dataDir?: string;
}

/** What else the user has to see to, before a server starts with a log that was cut. */
export async function consequences({ directory }: LogPlace, { zxid, dataDir }: Chop): Promise<string[]> {
  const snapshotDirectory = dataDir === undefined ? directory : await versionDirectory(dataDir);
  const logs = (await listLogs(nodeFileSystem, directory)).filter((log) => log.zxid > zxid);
  const snapshots = await listSnapshots(nodeFileSystem, snapshotDirectory);
  const laterSnapshots = snapshots
    .filter((snapshot) => snapshot.zxid > zxid)
    .map(({ name }) => (snapshotDirectory === directory ? name : join(snapshotDirectory, name)));
  const names = [...logs.map(({ name }) => name), ...laterSnapshots];
  return [
    ...(names.length > 0 ? [`Later transactions stay in ${names.join(', ')}: remove these, too.`] : []),
    ...(snapshots.length === 0 ? [elsewhereLine(snapshotDirectory, zxid)] : []),
    ...(await markLines(directory, zxid)),
  ];
}

/** Where logs and snapshots are apart, a later snapshot would bring back what was cut off. */
function elsewhereLine(directory: string, zxid: bigint): string {
  return `There is no snapshot in ${directory}: remove those behind ${formatHex(zxid)} from dataDir (--data-dir finds them).`;
}

async function markLines(directory: string, zxid: bigint): Promise<string[]> {
  const mark = (await DurableMark.read(nodeFileSystem, directory)) ?? 0n;
  if (mark <= zxid) return [];
  return [`${join(directory, DURABLE_MARK_NAME)} tells of later ones: remove it, or the start is refused.`];
}
