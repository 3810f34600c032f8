import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { stat, type Stat } from '../records/stat.ts';

/** Asks for new data of a znode. Source: `proto.SetDataRequest` in zookeeper.jute. */
export interface SetDataRequest {
  readonly path: string;
  readonly data: Uint8Array | null;
  /** The version that is expected; -1 for any. */
  readonly version: number;
}

/** The codec of {@link SetDataRequest}. */
export const setDataRequest: Codec<SetDataRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.buffer(request.data);
    writer.int(request.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    version: reader.int('version'),
  }),
};

/** Answers {@link SetDataRequest}. Source: `proto.SetDataResponse` in zookeeper.jute. */
export interface SetDataResponse {
  readonly stat: Stat;
}

/** The codec of {@link SetDataResponse}. */
export const setDataResponse: Codec<SetDataResponse> = {
  write(writer, response) {
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    stat: stat.read(reader),
  }),
};

/** Sets the data of a znode. Source: `txn.SetDataTxn` in zookeeper.jute. */
export interface SetDataTxn {
  readonly path: string;
  readonly data: Uint8Array | null;
  /** The new one. */
  readonly version: number;
}

/** The codec of {@link SetDataTxn}. */
export const setDataTxn: Codec<SetDataTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.buffer(txn.data);
    writer.int(txn.version);
  },
  read: (reader) => ({
    path: reader.string('path'),
    data: reader.bufferOrNull('data'),
    version: reader.int('version'),
  }),
};

/** Sets the data of a znode. */
export const setData: WriteOperation<SetDataRequest, SetDataResponse, SetDataTxn> = {
  name: 'setData',
  opCode: OpCode.setData,
  kind: 'write',
  request: setDataRequest,
  response: setDataResponse,
  txn: setDataTxn,
};
