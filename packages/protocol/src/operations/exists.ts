import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { stat, type Stat } from '../records/stat.ts';

/** Asks for the stat of a znode. Source: `proto.ExistsRequest` in zookeeper.jute. */
export interface ExistsRequest {
  readonly path: string;
  /** Whether to watch the znode, or its absence. */
  readonly watch: boolean;
}

/** The codec of {@link ExistsRequest}. */
export const existsRequest: Codec<ExistsRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.boolean(request.watch);
  },
  read: (reader) => ({
    path: reader.string('path'),
    watch: reader.boolean('watch'),
  }),
};

/** Answers {@link ExistsRequest}. Source: `proto.ExistsResponse` in zookeeper.jute. */
export interface ExistsResponse {
  readonly stat: Stat;
}

/** The codec of {@link ExistsResponse}. */
export const existsResponse: Codec<ExistsResponse> = {
  write(writer, response) {
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    stat: stat.read(reader),
  }),
};

/** Tells the stat of a znode. */
export const exists: Operation<ExistsRequest, ExistsResponse> = {
  name: 'exists',
  opCode: OpCode.exists,
  kind: 'read',
  request: existsRequest,
  response: existsResponse,
};
