import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { stat, type Stat } from '../records/stat.ts';

/** Asks for the data of a znode. Source: `proto.GetDataRequest` in zookeeper.jute. */
export interface GetDataRequest {
  readonly path: string;
  /** Whether to watch the znode. */
  readonly watch: boolean;
}

/** The codec of {@link GetDataRequest}. */
export const getDataRequest: Codec<GetDataRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.boolean(request.watch);
  },
  read: (reader) => ({
    path: reader.string('path'),
    watch: reader.boolean('watch'),
  }),
};

/** Answers {@link GetDataRequest}, and a reconfig with the new configuration. Source: `proto.GetDataResponse` in zookeeper.jute. */
export interface GetDataResponse {
  readonly data: Uint8Array | null;
  readonly stat: Stat;
}

/** The codec of {@link GetDataResponse}. */
export const getDataResponse: Codec<GetDataResponse> = {
  write(writer, response) {
    writer.buffer(response.data);
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    data: reader.bufferOrNull('data'),
    stat: stat.read(reader),
  }),
};

/** Tells the data and the stat of a znode. */
export const getData: Operation<GetDataRequest, GetDataResponse> = {
  name: 'getData',
  opCode: OpCode.getData,
  kind: 'read',
  request: getDataRequest,
  response: getDataResponse,
};
