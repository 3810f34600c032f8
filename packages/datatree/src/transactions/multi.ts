import { type Codec, decode, encode, JuteError } from '@zookit/jute';
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
    const txns: Txn[] = [];
    for (const part of operations) {
      const txn = preparePart(view, part);
      txns.push(txn);
      if (txn.type === OpCode.error) break;
    }
    if (txns.at(-1)?.type !== OpCode.error) return { txns };
    view.rollBack();
    while (txns.length < operations.length) txns.push(errorPart(ErrorCode.RuntimeInconsistency));
    return { txns };
  },

  apply(tree, header, { txns }) {
    const firstError = txns.findIndex(({ type }) => type === OpCode.error);
    if (firstError >= 0) return succeeded({ results: txns.map((txn, index) => refusal(txn, index < firstError)) });
    return succeeded({ results: txns.map((txn) => applyPart(tree, header, txn)) });
  },
};

function preparePart(view: TreeView, { opCode, request }: MultiRequestPart): Txn {
  try {
    const txn = byType.get(opCode)!.prepare(view, request);
    return { type: opCode, data: encode(txnCodecOf(opCode)!, txn) };
  } catch (error) {
    if (error instanceof ZooKeeperError) return errorPart(error.code);
    throw error;
  }
}

function errorPart(error: number): Txn {
  return { type: OpCode.error, data: encode(errorTxn, { error }) };
}

/** The result of a part of a multi that was refused: nothing is wrong with those before the one that was to blame. */
function refusal({ type, data }: Txn, isBeforeError: boolean): MultiResult {
  if (isBeforeError) return errorResult(ErrorCode.Ok);
  const txn = type === OpCode.error ? tryDecode(errorTxn, data) : undefined;
  return errorResult(txn?.error ?? ErrorCode.RuntimeInconsistency);
}

/** A part that is none, which no server proposes, changes nothing. */
function applyPart(tree: DataTree, header: TxnHeader, { type, data }: Txn): MultiResult {
  const transaction = byType.get(type);
  const codec = txnCodecOf(type);
  const txn = codec === undefined ? undefined : tryDecode(codec, data);
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

/** What was agreed upon is there in full: how long its elements may be was decided when it was asked for. */
function tryDecode<T>(codec: Codec<T>, data: Uint8Array): T | undefined {
  try {
    return decode(codec, data, { elementMaxBytes: data.length });
  } catch (error) {
    if (error instanceof JuteError) return undefined;
    throw error;
  }
}
