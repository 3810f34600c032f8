import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Asks that a znode have a version. Source: `proto.CheckVersionRequest` in zookeeper.jute. */
export interface CheckVersionRequest {
  readonly path: string;
  /** The version that is expected; -1 for any. */
  readonly version: number;
}

/** The codec of {@link CheckVersionRequest}. */
export const checkVersionRequest: Codec<CheckVersionRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.int(request.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    version: reader.int('version'),
  }),
};

/** Changes nothing: the check has been made. Source: `txn.CheckVersionTxn` in zookeeper.jute. */
export interface CheckVersionTxn {
  readonly path: string;
  /** One more than the one that was checked. */
  readonly version: number;
}

/** The codec of {@link CheckVersionTxn}. */
export const checkVersionTxn: Codec<CheckVersionTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.int(txn.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    version: reader.int('version'),
  }),
};

/** Checks the version of a znode, in a multi. */
export const check: WriteOperation<CheckVersionRequest, undefined, CheckVersionTxn> = {
  name: 'check',
  opCode: OpCode.check,
  kind: 'write',
  request: checkVersionRequest,
  response: nothing,
  txn: checkVersionTxn,
};
