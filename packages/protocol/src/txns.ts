import type { Codec } from '@zookit/jute';
import { OpCode } from './op-codes.ts';
import type { TxnOf } from './operation.ts';
import { writes, type Writes } from './operations.ts';
import { errorTxn, type ErrorTxn } from './records/error-txn.ts';

/** A transaction of any type. */
export type AnyTxn = TxnOf<Writes[keyof Writes]> | ErrorTxn;

const byType: ReadonlyMap<number, Codec<unknown>> = new Map([
  ...Object.values({ ...writes }).map((operation): [number, Codec<unknown>] => [operation.opCode, operation.txn]),
  [OpCode.error, errorTxn],
]);

/** The codec of the transactions of a type, which their header tells; undefined for a type that is not logged. */
export function txnCodecOf(type: number): Codec<unknown> | undefined {
  return byType.get(type);
}
