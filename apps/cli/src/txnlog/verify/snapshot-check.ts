import { join } from 'node:path';
import { formatHex } from '@zookit/protocol';
import type { SnapshotName } from '@zookit/txnlog';
import { countOf } from '../formats/count-of.ts';
import { Remarks, type Finding } from './finding.ts';
import type { Trial } from './trial.ts';
import type { VerifiedTree } from './verified-tree.ts';

/** What is to be said of a snapshot: it was loaded, and what stands behind it in the logs was replayed over it. */
export function snapshotFinding(directory: string, { name }: SnapshotName, trial: Trial, tree: VerifiedTree): Finding {
  const file = join(directory, name);
  const remarks = new Remarks();
  const { snapshot } = tree;
  if (snapshot === undefined) {
    remarks.damage((trial.passedOver.get(file) ?? 'it cannot be read').replace(`${file} is `, ''));
    return { file, kind: 'snapshot', status: remarks.status, text: 'unreadable', remarks: remarks.texts, numbers: {} };
  }
  if (tree.isSettled)
    remarks.note('its digest is a transaction behind its znodes, as with Apache under load; later ones fit');
  else if (tree.mismatches.length > 0) remarks.damage(mismatchText(tree));
  if (trial.refusal !== undefined) remarks.note('not all that follows could be replayed over it');
  const { nodeCount, sessionCount, digest } = snapshot;
  const numbers = {
    znodes: nodeCount,
    sessions: sessionCount,
    digest: digest === undefined ? undefined : formatHex(digest.digest),
    digestZxid: digest === undefined ? undefined : formatHex(digest.zxid),
  };
  const text = `${countOf(nodeCount, 'znode')}, ${countOf(sessionCount, 'session')}${digestText(tree, trial)}`;
  return { file, kind: 'snapshot', status: remarks.status, text, remarks: remarks.texts, numbers };
}

function digestText({ snapshot, mismatches }: VerifiedTree, { recovery }: Trial): string {
  const digest = snapshot?.digest;
  if (digest === undefined) return ', without a digest';
  if (mismatches.length > 0 || recovery === undefined) return '';
  return recovery.lastZxid >= digest.zxid ? `, digest ${formatHex(digest.digest)} fits` : '';
}

/** The first digest that does not fit; when the tree is wrong, so are those of all later transactions. */
function mismatchText({ mismatches }: VerifiedTree): string {
  const later = mismatches.length - 1;
  return `${mismatches[0]!.text}${later === 0 ? '' : `, and so on for ${countOf(later, 'transaction')}`}`;
}
