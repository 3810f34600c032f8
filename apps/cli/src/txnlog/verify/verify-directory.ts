import { join } from 'node:path';
import { DataDirectoryError, EpochFiles, type SnapshotName } from '@zookit/txnlog';
import type { Directories } from '../directories.ts';
import { FilesView } from './files-view.ts';
import { Remarks, type Finding } from './finding.ts';
import type { Inventory } from './inventory.ts';
import { checkLog, logFinding, type CheckedLog } from './log-check.ts';
import { checkSequence } from './log-sequence.ts';
import { otherFindings } from './other-files.ts';
import { snapshotFinding } from './snapshot-check.ts';
import { tryRecovery, type Trial } from './trial.ts';
import { viewBetween, viewOfAll } from './views.ts';

/** Is told what is found about each file. */
export type OnFinding = (finding: Finding) => Promise<void> | void;

/**
 * Checks every file of a server, and tries a recovery: what comes of it is returned. Changes nothing. Each snapshot is
 * compared, by the digests of the transactions, with what follows it up to the next one.
 */
export async function verifyDirectory(
  directories: Directories,
  inventory: Inventory,
  onFinding: OnFinding,
): Promise<Trial> {
  const logs = await checkLogs(directories, inventory);
  for (const log of logs) await onFinding(logFinding(log));
  for (let index = inventory.snapshots.length - 1; index > 0; index--) {
    const [next, snapshot] = inventory.snapshots.slice(index - 1, index + 1) as [SnapshotName, SnapshotName];
    const finding = await unlessRemoved(() => checkOlder(directories, inventory, snapshot, next));
    if (finding !== undefined) await onFinding(finding);
  }
  const trial = await tryRecovery(viewOfAll(inventory, logs), directories);
  const [newest] = inventory.snapshots;
  const [tree] = trial.trees;
  if (newest !== undefined && tree !== undefined) {
    await onFinding(snapshotFinding(directories.snapshots, newest, trial, tree));
  }
  for (const finding of await checkRest(directories, inventory, trial)) await onFinding(finding);
  return trial;
}

async function checkLogs({ logs: directory }: Directories, { logs, snapshots }: Inventory): Promise<CheckedLog[]> {
  const checked: CheckedLog[] = [];
  for (const name of logs) {
    const log = await unlessRemoved(() => checkLog(join(directory, name.name), name, name === logs.at(-1)));
    if (log !== undefined) checked.push(log);
  }
  checkSequence(checked, snapshots);
  return checked;
}

/** Undefined when a file is gone: a server that runs removes old ones. */
async function unlessRemoved<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function checkOlder(
  directories: Directories,
  inventory: Inventory,
  snapshot: SnapshotName,
  next: SnapshotName,
): Promise<Finding> {
  const trial = await tryRecovery(viewBetween(inventory, snapshot, next), directories);
  return snapshotFinding(directories.snapshots, snapshot, trial, trial.trees[0]!);
}

async function checkRest(directories: Directories, { names }: Inventory, trial: Trial): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [directory, found] of names) findings.push(...otherFindings(directory, found, directories));
  const hasEpochs = names.get(directories.snapshots)?.some((name) => /^(?:accepted|current)Epoch$/u.test(name));
  if (hasEpochs !== true || trial.recovery === undefined) return findings;
  return [...findings, await checkEpochs(directories.snapshots, trial.recovery.lastZxid)];
}

async function checkEpochs(directory: string, lastZxid: bigint): Promise<Finding> {
  const remarks = new Remarks();
  const file = join(directory, 'currentEpoch');
  try {
    const { acceptedEpoch, currentEpoch } = await new EpochFiles(new FilesView(), directory).load(lastZxid);
    const text = `current epoch ${currentEpoch}, accepted ${acceptedEpoch}`;
    return { file, kind: 'epochs', status: 'ok', text, remarks: [], numbers: { currentEpoch, acceptedEpoch } };
  } catch (error) {
    if (!(error instanceof DataDirectoryError)) throw error;
    remarks.damage(error.message);
    return { file, kind: 'epochs', status: remarks.status, text: '', remarks: remarks.texts, numbers: {} };
  }
}
