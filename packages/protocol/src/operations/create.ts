import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { acl, type Acl } from '../records/acl.ts';

/** Asks for a new znode. Source: `proto.CreateRequest` in zookeeper.jute. */
export interface CreateRequest {
  /** Without the number that a sequential create appends. */
  readonly path: string;
  readonly data: Uint8Array | null;
  /** Null from a careless client; a server refuses it. */
  readonly acl: readonly Acl[] | null;
  /** A {@link CreateMode}. */
  readonly flags: number;
}

/** The codec of {@link CreateRequest}. */
export const createRequest: Codec<CreateRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.buffer(request.data);
    writer.vector(acl, request.acl);
    writer.int(request.flags);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    acl: reader.vectorOrNull(acl, 'acl'),
    flags: reader.int('flags'),
  }),
};

/** Answers {@link CreateRequest}. Source: `proto.CreateResponse` in zookeeper.jute. */
export interface CreateResponse {
  /** With the number that a sequential create appended. */
  readonly path: string;
}

/** The codec of {@link CreateResponse}. */
export const createResponse: Codec<CreateResponse> = {
  write(writer, response) {
    writer.string(response.path);
  },
  read: (reader) => ({
    path: reader.string('path'),
  }),
};

/** Creates a znode. Source: `txn.CreateTxn` and `txn.CreateTxnV0` in zookeeper.jute. */
export interface CreateTxn {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  /** Whether the session in the transaction's header owns the znode. */
  readonly ephemeral: boolean;
  /** How often a child of the parent has been created, this one included; -1 in logs from before 3.3, which don't say. */
  readonly parentCversion: number;
}

/** The codec of {@link CreateTxn}. A transaction that ends early is one from before 3.3. */
export const createTxn: Codec<CreateTxn> = {
  write(writer, txn) {
    createTxnV0.write(writer, txn);
    writer.int(txn.parentCversion);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    acl: reader.vectorOrNull(acl, 'acl') ?? [],
    ephemeral: reader.boolean('ephemeral'),
    parentCversion: reader.remaining > 0 ? reader.int('parentCversion') : -1,
  }),
};

/** {@link CreateTxn} as it was before 3.3. Source: `txn.CreateTxnV0` in zookeeper.jute. */
export interface CreateTxnV0 {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly ephemeral: boolean;
}

/** The codec of {@link CreateTxnV0}. */
export const createTxnV0: Codec<CreateTxnV0> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.buffer(txn.data);
    writer.vector(acl, txn.acl);
    writer.boolean(txn.ephemeral);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    acl: reader.vectorOrNull(acl, 'acl') ?? [],
    ephemeral: reader.boolean('ephemeral'),
  }),
};

/** Creates a znode. */
export const create: WriteOperation<CreateRequest, CreateResponse, CreateTxn> = {
  name: 'create',
  opCode: OpCode.create,
  kind: 'write',
  request: createRequest,
  response: createResponse,
  txn: createTxn,
};
