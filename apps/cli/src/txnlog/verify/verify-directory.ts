import { join } from 'node:path';
import { checkSplit, DataDirectoryError, nodeFileSystem, type SnapshotName } from '@zookit/txnlog';
import type { Directories } from '../directories.ts';
import { checkEpochs } from './epochs-check.ts';
import type { Finding } from './finding.ts';
import type { Inventory } from './inventory.ts';
import { checkLog, logFinding, type CheckedLog } from './log-check.ts';
import { checkSequence } from './log-sequence.ts';
import { missingFindings } from './missing.ts';
import { otherFindings } from './other-files.ts';
import { snapshotFinding } from './snapshot-check.ts';
import { isGone } from './system-failure.ts';
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
  if (newest !== undefined) await onFinding(snapshotFinding(directories.snapshots, newest, trial));
  for (const finding of await checkRest(directories, inventory, trial)) await onFinding(finding);
  const refusal = await splitRefusal(directories);
  return refusal === undefined ? trial : { ...trial, recovery: undefined, refusal };
}

/** Why a server would not even begin to read. */
async function splitRefusal({ snapshots, logs }: Directories): Promise<string | undefined> {
  if (snapshots === logs) return undefined;
  try {
    await checkSplit(nodeFileSystem, snapshots, logs);
    return undefined;
  } catch (error) {
    if (!(error instanceof DataDirectoryError)) throw error;
    return error.message;
  }
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
    if (await isGone(error)) return undefined;
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
  return snapshotFinding(directories.snapshots, snapshot, trial, next);
}

async function checkRest(directories: Directories, inventory: Inventory, trial: Trial): Promise<Finding[]> {
  const { names } = inventory;
  const findings = await missingFindings(directories, inventory);
  for (const [directory, found] of names) findings.push(...otherFindings(directory, found, directories));
  const hasEpochs = names.get(directories.snapshots)?.some((name) => /^(?:accepted|current)Epoch$/u.test(name));
  if (hasEpochs !== true || trial.recovery === undefined) return findings;
  return [...findings, await checkEpochs(directories.snapshots, trial.recovery.lastZxid)];
}
