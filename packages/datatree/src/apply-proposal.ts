import { OpCode, type ErrorTxn, type TxnDigest } from '@zookit/protocol';
import type { DataTree } from './data-tree.ts';
import type { Proposal } from './proposal.ts';
import { failed, type TxnResult } from './transaction.ts';
import { transactionOf } from './transactions.ts';
import { DIGEST_VERSION } from './tree-digest.ts';

/**
 * Applies a transaction that was agreed upon. Watch events are told while it is applied. Nothing in the tree refers to the
 * proposal's buffers afterwards. A multi that was refused is a success whose response says what was refused.
 */
export function applyProposal(tree: DataTree, proposal: Proposal): TxnResult {
  const { header, digest } = proposal;
  const result = applyTxn(tree, proposal);
  if (header.zxid > tree.lastProcessedZxid) tree.lastProcessedZxid = header.zxid;
  if (digest !== undefined) compareDigest(tree, header.zxid, digest);
  return result;
}

function applyTxn(tree: DataTree, { header, txn }: Proposal): TxnResult {
  if (header.type === OpCode.error) return failed((txn as ErrorTxn).error);
  const transaction = transactionOf(header.type);
  if (transaction === undefined) throw new RangeError(`no transaction has type ${header.type}`);
  return transaction.apply(tree, header, txn);
}

/** Tells the tree's listener when it came to something else than `expected`. */
export function compareDigest(tree: DataTree, zxid: bigint, expected: TxnDigest): void {
  const { digestEnabled, onDigestMismatch } = tree.settings;
  if (!digestEnabled || expected.version !== DIGEST_VERSION) return;
  const actual = tree.digest;
  if (actual !== expected.treeDigest) onDigestMismatch(zxid, expected.treeDigest, actual);
}
