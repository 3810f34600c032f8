import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Asks for a znode to go. Source: `proto.DeleteRequest` in zookeeper.jute. */
export interface DeleteRequest {
  readonly path: string;
  /** The version that is expected; -1 for any. */
  readonly version: number;
}

/** The codec of {@link DeleteRequest}. */
export const deleteRequest: Codec<DeleteRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.int(request.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    version: reader.int('version'),
  }),
};

/** Deletes a znode. Source: `txn.DeleteTxn` in zookeeper.jute. */
export interface DeleteTxn {
  readonly path: string;
}

/** The codec of {@link DeleteTxn}. */
export const deleteTxn: Codec<DeleteTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
  },
  read: (reader) => ({
    path: reader.string('path'),
  }),
};

/** Deletes a znode (`delete` is a reserved word). */
export const deleteOperation: WriteOperation<DeleteRequest, undefined, DeleteTxn> = {
  name: 'delete',
  opCode: OpCode.delete,
  kind: 'write',
  request: deleteRequest,
  response: nothing,
  txn: deleteTxn,
};
