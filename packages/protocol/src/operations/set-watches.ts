import { type Codec, ustring } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Asks for the watches that the client had on its last connection. Source: `proto.SetWatches` in zookeeper.jute. */
export interface SetWatches {
  /** The last zxid that the client saw: later changes count as seen by the watches. */
  readonly relativeZxid: bigint;
  readonly dataWatches: readonly string[];
  readonly existWatches: readonly string[];
  readonly childWatches: readonly string[];
}

/** The codec of {@link SetWatches}. */
export const setWatchesRequest: Codec<SetWatches> = {
  write(writer, request) {
    writer.long(request.relativeZxid);
    writer.vector(ustring, request.dataWatches);
    writer.vector(ustring, request.existWatches);
    writer.vector(ustring, request.childWatches);
  },
  read: (reader) => ({
    relativeZxid: reader.long('relativeZxid'),
    dataWatches: reader.vector(ustring, 'dataWatches'),
    existWatches: reader.vector(ustring, 'existWatches'),
    childWatches: reader.vector(ustring, 'childWatches'),
  }),
};

/** Sets the watches that the client had on its last connection. */
export const setWatches: Operation<SetWatches, undefined> = {
  name: 'setWatches',
  opCode: OpCode.setWatches,
  kind: 'read',
  request: setWatchesRequest,
  response: nothing,
};
