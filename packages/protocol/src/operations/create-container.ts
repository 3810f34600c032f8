import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { acl, type Acl } from '../records/acl.ts';
import { createRequest, type CreateRequest } from './create.ts';
import { create2Response, type Create2Response } from './create2.ts';

/** Creates a container znode. Source: `txn.CreateContainerTxn` in zookeeper.jute. */
export interface CreateContainerTxn {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  /** How often a child of the parent has been created, this one included. */
  readonly parentCversion: number;
}

/** The codec of {@link CreateContainerTxn}. */
export const createContainerTxn: Codec<CreateContainerTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.buffer(txn.data);
    writer.vector(acl, txn.acl);
    writer.int(txn.parentCversion);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    acl: reader.vectorOrNull(acl, 'acl') ?? [],
    parentCversion: reader.int('parentCversion'),
  }),
};

/** Creates a znode that goes some time after its last child went. */
export const createContainer: WriteOperation<CreateRequest, Create2Response, CreateContainerTxn> = {
  name: 'createContainer',
  opCode: OpCode.createContainer,
  kind: 'write',
  request: createRequest,
  response: create2Response,
  txn: createContainerTxn,
};
