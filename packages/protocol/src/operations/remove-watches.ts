import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Asks for watches to go. Source: `proto.RemoveWatchesRequest` in zookeeper.jute. */
export interface RemoveWatchesRequest {
  readonly path: string;
  /** A {@link WatcherType}. */
  readonly type: number;
}

/** The codec of {@link RemoveWatchesRequest}. */
export const removeWatchesRequest: Codec<RemoveWatchesRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.int(request.type);
  },
  read: (reader) => ({
    path: reader.string('path'),
    type: reader.int('type'),
  }),
};

/** Removes watches of the connection. */
export const removeWatches: Operation<RemoveWatchesRequest, undefined> = {
  name: 'removeWatches',
  opCode: OpCode.removeWatches,
  kind: 'read',
  request: removeWatchesRequest,
  response: nothing,
};
