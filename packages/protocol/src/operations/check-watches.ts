import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Asks whether there is a watch. Source: `proto.CheckWatchesRequest` in zookeeper.jute. */
export interface CheckWatchesRequest {
  readonly path: string;
  /** A {@link WatcherType}. */
  readonly type: number;
}

/** The codec of {@link CheckWatchesRequest}. */
export const checkWatchesRequest: Codec<CheckWatchesRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.int(request.type);
  },
  read: (reader) => ({
    path: reader.string('path'),
    type: reader.int('type'),
  }),
};

/** Tells, by its error, whether the connection has such a watch. */
export const checkWatches: Operation<CheckWatchesRequest, undefined> = {
  name: 'checkWatches',
  opCode: OpCode.checkWatches,
  kind: 'read',
  request: checkWatchesRequest,
  response: nothing,
};
