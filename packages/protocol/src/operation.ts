import type { Codec } from '@zookit/jute';
import type { OpCode, OpName } from './op-codes.ts';

/**
 * How an operation is carried out: a `write` changes the tree by a transaction, a `session` operation begins or ends a
 * session by one, a `read` needs none, and a `connection` operation concerns nobody but the connection.
 */
export type OperationKind = 'write' | 'session' | 'read' | 'connection';

/** What an operation looks like on the wire. */
export interface Operation<Request, Response> {
  readonly name: OpName;
  readonly opCode: OpCode;
  readonly kind: OperationKind;
  /** What follows the request header. */
  readonly request: Codec<Request>;
  /** What follows the reply header if its error is 0. */
  readonly response: Codec<Response>;
}

/** An operation that is agreed upon and logged as a transaction. */
export interface WriteOperation<Request, Response, Txn> extends Operation<Request, Response> {
  readonly kind: 'write' | 'session';
  /** What follows the transaction header, in the log and between servers. */
  readonly txn: Codec<Txn>;
}

/** The request of an operation. */
export type RequestOf<Op> = Op extends Operation<infer Request, infer _Response> ? Request : never;

/** The response of an operation. */
export type ResponseOf<Op> = Op extends Operation<infer _Request, infer Response> ? Response : never;

/** The transaction of a write operation. */
export type TxnOf<Op> = Op extends WriteOperation<infer _Request, infer _Response, infer Txn> ? Txn : never;
