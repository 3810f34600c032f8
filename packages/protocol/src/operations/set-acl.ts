import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { acl, type Acl } from '../records/acl.ts';
import { stat, type Stat } from '../records/stat.ts';

/** Asks for a new ACL of a znode. Source: `proto.SetACLRequest` in zookeeper.jute. */
export interface SetACLRequest {
  readonly path: string;
  /** Null from a careless client; a server refuses it. */
  readonly acl: readonly Acl[] | null;
  /** The `aversion` that is expected; -1 for any. */
  readonly version: number;
}

/** The codec of {@link SetACLRequest}. */
export const setACLRequest: Codec<SetACLRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.vector(acl, request.acl);
    writer.int(request.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    acl: reader.vectorOrNull(acl, 'acl'),
    version: reader.int('version'),
  }),
};

/** Answers {@link SetACLRequest}. Source: `proto.SetACLResponse` in zookeeper.jute. */
export interface SetACLResponse {
  readonly stat: Stat;
}

/** The codec of {@link SetACLResponse}. */
export const setACLResponse: Codec<SetACLResponse> = {
  write(writer, response) {
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    stat: stat.read(reader),
  }),
};

/** Sets the ACL of a znode. Source: `txn.SetACLTxn` in zookeeper.jute. */
export interface SetACLTxn {
  readonly path: string;
  readonly acl: readonly Acl[];
  /** The new `aversion`. */
  readonly version: number;
}

/** The codec of {@link SetACLTxn}. */
export const setACLTxn: Codec<SetACLTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.vector(acl, txn.acl);
    writer.int(txn.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    acl: reader.vectorOrNull(acl, 'acl') ?? [],
    version: reader.int('version'),
  }),
};

/** Sets the ACL of a znode. */
export const setACL: WriteOperation<SetACLRequest, SetACLResponse, SetACLTxn> = {
  name: 'setACL',
  opCode: OpCode.setACL,
  kind: 'write',
  request: setACLRequest,
  response: setACLResponse,
  txn: setACLTxn,
};
