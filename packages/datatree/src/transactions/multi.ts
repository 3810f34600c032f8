import {
  ErrorCode,
  errorTxn,
  OpCode,
  txnCodecOf,
  ZooKeeperError,
  type MultiOperations,
  type MultiRequestPart,
  type MultiResult,
  type Txn,
  type TxnHeader,
  type Writes,
} from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import { succeeded, type AnyTransaction, type TransactionOf } from '../transaction.ts';
import type { TreeView } from '../tree-view.ts';
import { check } from './check.ts';
import { createContainer } from './create-container.ts';
import { createTTL } from './create-ttl.ts';
import { create } from './create.ts';
import { create2 } from './create2.ts';
import { deleteTransaction } from './delete.ts';
import { PartReader } from './part-reader.ts';
import { PartWriter } from './part-writer.ts';
import { setData } from './set-data.ts';

type PartTransactions = { readonly [Name in keyof MultiOperations]: TransactionOf<MultiOperations[Name]> };

const parts: PartTransactions = {
  create,
  create2,
  createContainer,
  createTTL,
  delete: deleteTransaction,
  setData,
  check,
};

const byType: ReadonlyMap<number, AnyTransaction> = new Map(
  Object.entries(parts).map(([name, part]) => [OpCode[name as keyof MultiOperations], part]),
);

/**
 * Several writes of which all happen or none. Each is prepared on top of those before it. When one is refused, all are
 * taken back, and what is agreed upon is a transaction that says so: clients learn from it which part was to blame.
 */
export const multi: TransactionOf<Writes['multi']> = {
  prepare(view, { operations }) {
    const writer = new PartWriter();
    for (const part of operations) {
      const error = preparePart(view, part, writer);
      if (error === ErrorCode.Ok) continue;
      view.rollBack();
      writer.add(OpCode.error, { error });
      break;
    }
    while (writer.count < operations.length) writer.add(OpCode.error, { error: ErrorCode.RuntimeInconsistency });
    return { txns: writer.finish() };
  },

  apply(tree, header, { txns }) {
    const reader = new PartReader();
    const firstError = txns.findIndex(({ type }) => type === OpCode.error);
    if (firstError < 0) return succeeded({ results: txns.map((txn) => applyPart(tree, header, txn, reader)) });
    return succeeded({ results: txns.map((txn, index) => refusal(txn, index < firstError, reader)) });
  },
};

/** Returns an {@link ErrorCode}. */
function preparePart(view: TreeView, { opCode, request }: MultiRequestPart, writer: PartWriter): number {
  try {
    writer.add(opCode, byType.get(opCode)!.prepare(view, request));
    return ErrorCode.Ok;
  } catch (error) {
    if (error instanceof ZooKeeperError) return error.code;
    throw error;
  }
}

/** The result of a part of a multi that was refused: nothing is wrong with those before the one that was to blame. */
function refusal({ type, data }: Txn, isBeforeError: boolean, reader: PartReader): MultiResult {
  if (isBeforeError) return errorResult(ErrorCode.Ok);
  const txn = type === OpCode.error ? reader.read(errorTxn, data) : undefined;
  return errorResult(txn?.error ?? ErrorCode.RuntimeInconsistency);
}

/** A part that is none, which no server proposes, changes nothing. */
function applyPart(tree: DataTree, header: TxnHeader, { type, data }: Txn, reader: PartReader): MultiResult {
  const transaction = byType.get(type);
  const codec = txnCodecOf(type);
  const txn = codec === undefined ? undefined : reader.read(codec, data);
  if (transaction === undefined || txn === undefined) return errorResult(ErrorCode.MarshallingError);
  const { error, response } = transaction.apply(tree, header, txn);
  // The response belongs to the type, which the compiler can't follow through a map.
  return error === 0 ? ({ type: resultType(type), response } as MultiResult) : errorResult(error);
}

/** Every create that answers with a stat does so under the number of create2. Source: Apache ZooKeeper 3.8.2 and later. */
function resultType(type: number): number {
  return type === OpCode.createContainer || type === OpCode.createTTL ? OpCode.create2 : type;
}

function errorResult(error: number): MultiResult {
  return { type: OpCode.error, error };
}
