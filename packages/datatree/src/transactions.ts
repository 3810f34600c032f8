import { writes, type Writes } from '@zookit/protocol';
import type { AnyTransaction, TransactionOf } from './transaction.ts';
import { check } from './transactions/check.ts';
import { closeSession } from './transactions/close-session.ts';
import { createContainer } from './transactions/create-container.ts';
import { createSession } from './transactions/create-session.ts';
import { createTTL } from './transactions/create-ttl.ts';
import { create } from './transactions/create.ts';
import { create2 } from './transactions/create2.ts';
import { deleteContainer } from './transactions/delete-container.ts';
import { deleteTransaction } from './transactions/delete.ts';
import { multi } from './transactions/multi.ts';
import { reconfig } from './transactions/reconfig.ts';
import { setACL } from './transactions/set-acl.ts';
import { setData } from './transactions/set-data.ts';

/** One per write operation: leaving one out does not compile. */
export type Transactions = { readonly [Name in keyof Writes]: TransactionOf<Writes[Name]> };

const transactions: Transactions = {
  create,
  create2,
  createContainer,
  createTTL,
  delete: deleteTransaction,
  deleteContainer,
  setData,
  setACL,
  check,
  multi,
  reconfig,
  createSession,
  closeSession,
};

const byOpCode: ReadonlyMap<number, AnyTransaction> = new Map(
  Object.entries(transactions).map(([name, transaction]) => [writes[name as keyof Writes].opCode, transaction]),
);

/** The transaction of a write operation; undefined for an op code that is none. */
export function transactionOf(opCode: number): AnyTransaction | undefined {
  return byOpCode.get(opCode);
}
