import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';
import { deleteTxn, type DeleteTxn } from './delete.ts';

/** Asks for a container or TTL znode to go. A server asks itself; no client does. Since 3.9, see {@link deleteContainerRequest}. */
export interface DeleteContainerRequest {
  readonly path: string;
}

/** The codec of {@link DeleteContainerRequest}: one buffer that holds the path. It is in no schema. Source: Apache ZooKeeper 3.9. */
export const deleteContainerRequest: Codec<DeleteContainerRequest> = {
  write(writer, request) {
    writer.string(request.path);
  },
  read: (reader) => ({ path: reader.string('path') }),
};

/** Deletes a container or TTL znode whose time is over. */
export const deleteContainer: WriteOperation<DeleteContainerRequest, undefined, DeleteTxn> = {
  name: 'deleteContainer',
  opCode: OpCode.deleteContainer,
  kind: 'write',
  request: deleteContainerRequest,
  response: nothing,
  txn: deleteTxn,
};
