import type { RequestOf, ResponseOf, TxnHeader, TxnOf } from '@zookit/protocol';
import type { DataTree } from './data-tree.ts';
import type { TreeView } from './tree-view.ts';

/** What a transaction came to. */
export interface TxnResult<Response = unknown> {
  /** 0, or the {@link ErrorCode} that the client is told. */
  readonly error: number;
  /** What answers the client, for the codec of the operation's response; undefined with an error. */
  readonly response: Response | undefined;
}

/** How a write changes the tree. */
export interface Transaction<Request, Txn, Response> {
  /**
   * Checks a request against the tree and what is outstanding, and puts what it will change among the outstanding
   * changes. Nothing that the transaction holds is the request's buffer. Throws {@link ZooKeeperError}.
   */
  prepare(view: TreeView, request: Request): Txn;
  /**
   * Cannot fail: what could was checked by `prepare`. Where a log doesn't fit the tree, which replaying it over a snapshot
   * of a later time brings about, the result says so and the tree stays sound.
   */
  apply(tree: DataTree, header: TxnHeader, txn: Txn): TxnResult<Response>;
}

/** The {@link Transaction} of a write operation. */
export type TransactionOf<Op> = Transaction<RequestOf<Op>, TxnOf<Op>, ResponseOf<Op>>;

/** The result of a transaction that came to what it should. */
export function succeeded<Response>(response: Response): TxnResult<Response> {
  return { error: 0, response };
}

/** The result of a transaction that did not fit the tree. */
export function failed(error: number): TxnResult<never> {
  return { error, response: undefined };
}

/** A transaction whatever its operation: the table that it was found in by op code knows what belongs to it. */
export type AnyTransaction = Transaction<unknown, unknown, unknown>;
