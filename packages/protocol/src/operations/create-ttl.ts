import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { acl, type Acl } from '../records/acl.ts';
import { create2Response, type Create2Response } from './create2.ts';

/** Asks for a new znode with a time to live. Source: `proto.CreateTTLRequest` in zookeeper.jute. */
export interface CreateTTLRequest {
  readonly path: string;
  readonly data: Uint8Array | null;
  /** Null from a careless client; a server refuses it. */
  readonly acl: readonly Acl[] | null;
  /** A {@link CreateMode} with TTL. */
  readonly flags: number;
  /** In ms, from the last change of the znode. */
  readonly ttl: bigint;
}

/** The codec of {@link CreateTTLRequest}. */
export const createTTLRequest: Codec<CreateTTLRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.buffer(request.data);
    writer.vector(acl, request.acl);
    writer.int(request.flags);
    writer.long(request.ttl);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    acl: reader.vectorOrNull(acl, 'acl'),
    flags: reader.int('flags'),
    ttl: reader.long('ttl'),
  }),
};

/** Creates a znode with a time to live. Source: `txn.CreateTTLTxn` in zookeeper.jute. */
export interface CreateTTLTxn {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  /** How often a child of the parent has been created, this one included. */
  readonly parentCversion: number;
  /** In ms, from the last change of the znode. */
  readonly ttl: bigint;
}

/** The codec of {@link CreateTTLTxn}. */
export const createTTLTxn: Codec<CreateTTLTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.buffer(txn.data);
    writer.vector(acl, txn.acl);
    writer.int(txn.parentCversion);
    writer.long(txn.ttl);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    acl: reader.vectorOrNull(acl, 'acl') ?? [],
    parentCversion: reader.int('parentCversion'),
    ttl: reader.long('ttl'),
  }),
};

/** Creates a znode that goes when it has no children and was not changed for a while. */
export const createTTL: WriteOperation<CreateTTLRequest, Create2Response, CreateTTLTxn> = {
  name: 'createTTL',
  opCode: OpCode.createTTL,
  kind: 'write',
  request: createTTLRequest,
  response: create2Response,
  txn: createTTLTxn,
};
