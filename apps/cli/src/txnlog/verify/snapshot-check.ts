import { join } from 'node:path';
import { counterOf, formatHex } from '@zookit/protocol';
import type { SnapshotName } from '@zookit/txnlog';
import { countOf } from '../formats/count-of.ts';
import type { JsonObject } from '../formats/txn-json.ts';
import { Remarks, type Finding } from './finding.ts';
import type { Trial } from './trial.ts';
import type { SnapshotContent, VerifiedTree } from './verified-tree.ts';

/**
 * What is to be said of a snapshot: it was loaded, and what stands behind it in the logs was replayed over it, up to `next`
 * where there is a later one.
 */
export function snapshotFinding(directory: string, { name }: SnapshotName, trial: Trial, next?: SnapshotName): Finding {
  const file = join(directory, name);
  const tree = trial.newest;
  const remarks = new Remarks();
  if (tree?.snapshot === undefined) {
    remarks.damage(unreadableReason(file, trial));
    return { file, kind: 'snapshot', status: remarks.status, text: 'unreadable', remarks: remarks.texts, numbers: {} };
  }
  remarkDigests(tree, remarks);
  remarkReach(trial, next, remarks);
  const { nodeCount, sessionCount } = tree.snapshot;
  const text = `${countOf(nodeCount, 'znode')}, ${countOf(sessionCount, 'session')}${digestText(tree, trial)}`;
  const numbers = numbersOf(tree.snapshot);
  return { file, kind: 'snapshot', status: remarks.status, text, remarks: remarks.texts, numbers };
}

function numbersOf({ nodeCount, sessionCount, digest }: SnapshotContent): JsonObject {
  return {
    znodes: nodeCount,
    sessions: sessionCount,
    digest: digest === undefined ? undefined : formatHex(digest.digest),
    digestZxid: digest === undefined ? undefined : formatHex(digest.zxid),
  };
}

function unreadableReason(file: string, { passedOver, refusal }: Trial): string {
  const reason = passedOver.get(file) ?? refusal ?? 'it cannot be read';
  return reason.replace(`${file} is `, '').replace(`${file}: `, '');
}

function remarkDigests({ isDigestRight, mismatchCount, firstMismatch }: VerifiedTree, remarks: Remarks): void {
  if (firstMismatch !== undefined) {
    const later = mismatchCount - 1;
    remarks.damage(`${firstMismatch.text}${later === 0 ? '' : `, and so on for ${countOf(later, 'transaction')}`}`);
  } else if (isDigestRight === false) {
    remarks.note('its digest is a transaction behind its znodes, as with Apache under load; later ones fit');
  }
}

function remarkReach({ recovery, refusal }: Trial, next: SnapshotName | undefined, remarks: Remarks): void {
  if (refusal !== undefined) remarks.note('not all that follows could be replayed over it');
  // A leader's first snapshot bears a zxid that no transaction has.
  if (recovery === undefined || next === undefined || counterOf(next.zxid) === 0) return;
  const { lastZxid } = recovery;
  if (lastZxid >= next.zxid) return;
  remarks.note(`what follows ends at ${formatHex(lastZxid)}, before ${next.name}: no server could fall back to it`);
}

function digestText({ snapshot, isDigestRight, mismatchCount }: VerifiedTree, { recovery }: Trial): string {
  const digest = snapshot?.digest;
  if (digest === undefined) return ', without a digest';
  if (mismatchCount > 0 || recovery === undefined) return '';
  return isDigestRight === true ? `, digest ${formatHex(digest.digest)} fits` : '';
}
