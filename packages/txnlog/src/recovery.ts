import { join } from 'node:path';
import { formatHex } from '@zookit/protocol';
import { DurableMark, DURABLE_MARK_NAME } from './durable-mark.ts';
import { CorruptLogError, CorruptSnapshotError, DataDirectoryError, reasonOf } from './errors.ts';
import type { SnapshotName } from './file-names.ts';
import type { FileSystem } from './file-system.ts';
import { mendLog, removeEmptyLog } from './mend-log.ts';
import { ProgressMeter, type RecoveryProgress } from './recovery-progress.ts';
import type { LoadedSnapshot, RecoveryTarget } from './recovery-target.ts';
import { listSnapshots, removeUnfinishedSnapshots } from './snapshot-files.ts';
import { checkReachOf, isEpochStart } from './snapshot-reach.ts';
import { readSnapshot, type SnapshotTrailer } from './snapshot-reader.ts';
import { listLogs, TxnLogReader } from './txn-log-reader.ts';
import { forceFiles } from './update-file.ts';

/** How a data directory is to be read. */
export interface RecoverOptions<Target extends RecoveryTarget> {
  /** Called for each snapshot that is tried. */
  readonly createTarget: () => Target;
  /** Whether logs without any snapshot are the whole history. zoo.cfg: `snapshot.trust.empty`. */
  readonly trustEmptySnapshot?: boolean | undefined;
  /** Told once a second. */
  readonly onProgress?: ((progress: RecoveryProgress) => void) | undefined;
  /** Told of what an operator should know of: a snapshot that was passed over, a write that a crash cut short. */
  readonly onNotice?: ((message: string, fields: Record<string, unknown>) => void) | undefined;
}

/** What a data directory held. */
export interface Recovery<Target extends RecoveryTarget> {
  readonly target: Target;
  /** The last transaction, 0 when there was none. */
  readonly lastZxid: bigint;
  /** Where replay began. Undefined when there was no snapshot. */
  readonly snapshotZxid: bigint | undefined;
  /** How many transactions of the log were replayed. */
  readonly replayedCount: number;
  /** The names of the snapshots that were passed over, since they are damaged. */
  readonly damagedSnapshots: readonly string[];
}

/** Where a data directory is. */
export interface RecoveryPlace {
  readonly files: FileSystem;
  readonly snapshotDirectory: string;
  readonly logDirectory: string;
  readonly now: () => number;
}

interface ChosenSnapshot<Target> {
  readonly damaged: readonly string[];
  readonly target: Target;
  readonly zxid: bigint;
  readonly trailer: SnapshotTrailer;
}

/**
 * Reads the newest valid snapshot and all transactions behind it, and mends the end of the log. What it returns is all that
 * was ever acknowledged: where something is missing it throws.
 */
export async function recover<Target extends RecoveryTarget>(
  place: RecoveryPlace,
  options: RecoverOptions<Target>,
): Promise<Recovery<Target>> {
  const { files, snapshotDirectory } = place;
  for (const name of await removeUnfinishedSnapshots(files, snapshotDirectory)) {
    options.onNotice?.('an unfinished snapshot was removed', { file: join(snapshotDirectory, name) });
  }
  const snapshots = await listSnapshots(files, snapshotDirectory);
  const chosen = snapshots.length > 0 ? await chooseSnapshot(place, options, snapshots) : undefined;
  const target = chosen?.target ?? (await startEmpty(place, options));
  const replay = await replayLogs(place, options, target, chosen?.zxid ?? 0n);
  await checkReach(place, replay, snapshots, chosen);
  // A process that was killed leaves writes that are nowhere but in the system's memory. What was replayed has to be on disk
  // before anybody sees it, and before the mark says so.
  await forceFiles(files, place.logDirectory, replay.reader.paths);
  await mend(place, options, replay.reader);
  return {
    target,
    lastZxid: replay.lastZxid,
    snapshotZxid: chosen?.zxid,
    replayedCount: replay.count,
    damagedSnapshots: chosen?.damaged ?? [],
  };
}

async function chooseSnapshot<Target extends RecoveryTarget>(
  place: RecoveryPlace,
  options: RecoverOptions<Target>,
  snapshots: readonly SnapshotName[],
): Promise<ChosenSnapshot<Target>> {
  const damaged: string[] = [];
  const reasons: string[] = [];
  for (const snapshot of snapshots) {
    const target = options.createTarget();
    try {
      const trailer = await loadSnapshot(place, options, snapshot, target);
      return { damaged, target, zxid: snapshot.zxid, trailer };
    } catch (error) {
      if (!(error instanceof CorruptSnapshotError)) throw error;
      damaged.push(snapshot.name);
      reasons.push(error.message);
      options.onNotice?.('a snapshot is damaged, an older one is tried', { file: error.file, reason: error.message });
    }
  }
  throw new DataDirectoryError(
    place.snapshotDirectory,
    `no snapshot can be read. Restore one from a backup, with the logs from it on. ${reasons.join('; ')}`,
  );
}

async function loadSnapshot<Target extends RecoveryTarget>(
  { files, snapshotDirectory, now }: RecoveryPlace,
  options: RecoverOptions<Target>,
  snapshot: SnapshotName,
  target: Target,
): Promise<SnapshotTrailer> {
  const path = join(snapshotDirectory, snapshot.name);
  const totalBytes = (await files.status(path))?.sizeBytes ?? 0;
  const meter = new ProgressMeter('snapshot', totalBytes, now, (progress) => options.onProgress?.(progress));
  let doneBytes = 0;
  const trailer = await readSnapshot(files, snapshotDirectory, snapshot, target, (readBytes, nodeCount) => {
    meter.update((doneBytes += readBytes), nodeCount);
  });
  checkReachOf(path, snapshot, trailer);
  try {
    target.finishSnapshot(loadedSnapshot(snapshot, trailer));
  } catch (error) {
    throw new CorruptSnapshotError(path, totalBytes, reasonOf(error), { cause: error });
  }
  return trailer;
}

function loadedSnapshot({ zxid }: SnapshotName, { digest, lastZxid }: SnapshotTrailer): LoadedSnapshot {
  const isTold = digest !== undefined && digest.zxid !== 0n && digest.zxid >= zxid;
  return { lastZxid: zxid, digest: isTold ? digest : undefined, shownZxid: lastZxid };
}

async function startEmpty<Target extends RecoveryTarget>(
  { files, logDirectory }: RecoveryPlace,
  { createTarget, trustEmptySnapshot }: RecoverOptions<Target>,
): Promise<Target> {
  if (trustEmptySnapshot !== true && (await hasRecords(files, logDirectory))) {
    throw new DataDirectoryError(
      logDirectory,
      'there are transactions, but no snapshot: something is missing. Restore a snapshot; or, if no snapshot was ever ' +
        'taken (before 3.5), start once with snapshot.trust.empty=true',
    );
  }
  const target = createTarget();
  target.startEmpty();
  return target;
}

async function hasRecords(files: FileSystem, directory: string): Promise<boolean> {
  const reader = await TxnLogReader.open({ files, directory });
  try {
    while (await reader.load()) if (reader.next()) return true;
    return false;
  } finally {
    await reader.close();
  }
}

interface Replay {
  readonly reader: TxnLogReader;
  readonly lastZxid: bigint;
  readonly count: number;
}

async function replayLogs<Target extends RecoveryTarget>(
  { files, logDirectory, now }: RecoveryPlace,
  options: RecoverOptions<Target>,
  target: Target,
  after: bigint,
): Promise<Replay> {
  const reader = await TxnLogReader.open({ files, directory: logDirectory, after });
  const meter = new ProgressMeter('log', reader.totalBytes, now, (progress) => options.onProgress?.(progress));
  let lastZxid = after;
  let count = 0;
  try {
    while (await reader.load()) {
      while (reader.next()) {
        replayRecord(target, reader);
        lastZxid = reader.header.zxid;
        count++;
      }
      meter.update(reader.doneBytes, count);
    }
  } finally {
    await reader.close();
  }
  return { reader, lastZxid, count };
}

function replayRecord(target: RecoveryTarget, reader: TxnLogReader): void {
  try {
    target.replay(reader.header, reader.payload);
  } catch (error) {
    const reason = `transaction ${formatHex(reader.header.zxid)} cannot be applied: ${reasonOf(error)}`;
    throw new CorruptLogError(reader.file, reader.offset, reason, { cause: error });
  }
}

/** What was on disk once must have been found: up to the mark, and to any snapshot that was passed over or used. */
async function checkReach(
  { files, logDirectory }: RecoveryPlace,
  { reader, lastZxid }: Replay,
  snapshots: readonly SnapshotName[],
  chosen: { readonly trailer: SnapshotTrailer } | undefined,
): Promise<void> {
  const file = reader.end?.path ?? logDirectory;
  const offset = reader.end?.offset ?? 0;
  const shows = chosen?.trailer.lastZxid ?? 0n;
  const newest = snapshots.find(({ zxid }) => zxid > lastZxid && !isEpochStart(zxid));
  const mark = (await DurableMark.read(files, logDirectory)) ?? 0n;
  const ends = `the log ends at ${formatHex(lastZxid)}`;
  if (shows > lastZxid) throw new CorruptLogError(file, offset, `${ends}, the snapshot at ${formatHex(shows)}`);
  if (newest !== undefined) throw new CorruptLogError(file, offset, `${ends}, before the damaged ${newest.name}`);
  if (mark > lastZxid) {
    const path = join(logDirectory, DURABLE_MARK_NAME);
    const advice = `If older files were restored on purpose, remove ${path}`;
    throw new CorruptLogError(file, offset, `${ends}, but ${formatHex(mark)} was on disk. ${advice}`);
  }
}

async function mend<Target extends RecoveryTarget>(
  { files, logDirectory }: RecoveryPlace,
  { onNotice }: RecoverOptions<Target>,
  { end, isLastEmpty }: TxnLogReader,
): Promise<void> {
  if (end === undefined) return;
  if (isLastEmpty) {
    onNotice?.('a log without transactions was removed', { file: end.path });
    await removeEmptyLog(files, logDirectory, end);
    return;
  }
  if (end.kind === 'torn') {
    onNotice?.('a write that a crash cut short was removed from the log', { file: end.path, offset: end.offset });
  } else if (end.kind === 'unmarked') {
    onNotice?.('the end mark of the last transaction was missing, and was added', { file: end.path });
  }
  await mendLog(files, end);
}

/** The last transaction in the logs; undefined when there is none. */
export async function lastLoggedZxid(files: FileSystem, directory: string): Promise<bigint | undefined> {
  const names = await listLogs(files, directory);
  for (let index = names.length - 1; index >= 0; index--) {
    const reader = await TxnLogReader.open({ files, directory, after: names[index]!.zxid - 1n });
    try {
      while (await reader.load()) while (reader.next());
    } finally {
      await reader.close();
    }
    if (reader.lastZxid !== undefined) return reader.lastZxid;
  }
  return undefined;
}
