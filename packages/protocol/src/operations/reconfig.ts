import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { getDataResponse, type GetDataResponse } from './get-data.ts';
import { setDataTxn, type SetDataTxn } from './set-data.ts';

/** Asks for another ensemble. Source: `proto.ReconfigRequest` in zookeeper.jute. */
export interface ReconfigRequest {
  /** Servers to add or change: `server.3=host:2888:3888:participant;2181`, separated by commas. */
  readonly joiningServers: string | null;
  /** Ids of servers to remove, separated by commas. */
  readonly leavingServers: string | null;
  /** All servers, in place of the two lists above. */
  readonly newMembers: string | null;
  /** The version of the configuration that is expected; -1 for any. */
  readonly currentConfigId: bigint;
}

/** The codec of {@link ReconfigRequest}. */
export const reconfigRequest: Codec<ReconfigRequest> = {
  write(writer, request) {
    writer.string(request.joiningServers);
    writer.string(request.leavingServers);
    writer.string(request.newMembers);
    writer.long(request.currentConfigId);
  },
  read: (reader) => ({
    joiningServers: reader.stringOrNull('joiningServers'),
    leavingServers: reader.stringOrNull('leavingServers'),
    newMembers: reader.stringOrNull('newMembers'),
    currentConfigId: reader.long('currentConfigId'),
  }),
};

/** Changes which servers form the ensemble. */
export const reconfig: WriteOperation<ReconfigRequest, GetDataResponse, SetDataTxn> = {
  name: 'reconfig',
  opCode: OpCode.reconfig,
  kind: 'write',
  request: reconfigRequest,
  response: getDataResponse,
  txn: setDataTxn,
};
