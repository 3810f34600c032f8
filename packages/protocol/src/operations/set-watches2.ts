import { type Codec, ustring } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** {@link SetWatches} with persistent watches. Source: `proto.SetWatches2` in zookeeper.jute. */
export interface SetWatches2 {
  /** The last zxid that the client saw: later changes count as seen by the first three kinds of watches. */
  readonly relativeZxid: bigint;
  readonly dataWatches: readonly string[];
  readonly existWatches: readonly string[];
  readonly childWatches: readonly string[];
  readonly persistentWatches: readonly string[];
  readonly persistentRecursiveWatches: readonly string[];
}

/** The codec of {@link SetWatches2}. */
export const setWatches2Request: Codec<SetWatches2> = {
  write(writer, request) {
    writer.long(request.relativeZxid);
    writer.vector(ustring, request.dataWatches);
    writer.vector(ustring, request.existWatches);
    writer.vector(ustring, request.childWatches);
    writer.vector(ustring, request.persistentWatches);
    writer.vector(ustring, request.persistentRecursiveWatches);
  },
  read: (reader) => ({
    relativeZxid: reader.long('relativeZxid'),
    dataWatches: reader.vector(ustring, 'dataWatches'),
    existWatches: reader.vector(ustring, 'existWatches'),
    childWatches: reader.vector(ustring, 'childWatches'),
    persistentWatches: reader.vector(ustring, 'persistentWatches'),
    persistentRecursiveWatches: reader.vector(ustring, 'persistentRecursiveWatches'),
  }),
};

/** Sets the watches that the client had on its last connection, persistent ones included. */
export const setWatches2: Operation<SetWatches2, undefined> = {
  name: 'setWatches2',
  opCode: OpCode.setWatches2,
  kind: 'read',
  request: setWatches2Request,
  response: nothing,
};
