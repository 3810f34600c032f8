import { type Codec, ustring } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Ends the session in its header. Source: `txn.CloseSessionTxn` in zookeeper.jute. */
export interface CloseSessionTxn {
  /** The ephemeral znodes that go with it. Undefined in logs from before 3.6, which don't say: all that it owns. */
  readonly pathsToDelete: readonly string[] | undefined;
}

/** The codec of {@link CloseSessionTxn}. One without paths has no bytes. */
export const closeSessionTxn: Codec<CloseSessionTxn> = {
  write(writer, txn) {
    if (txn.pathsToDelete !== undefined) writer.vector(ustring, txn.pathsToDelete);
  },
  read: (reader) => ({
    pathsToDelete: reader.remaining > 0 ? reader.vector(ustring, 'pathsToDelete') : undefined,
  }),
};

/** Ends the session. */
export const closeSession: WriteOperation<undefined, undefined, CloseSessionTxn> = {
  name: 'closeSession',
  opCode: OpCode.closeSession,
  kind: 'session',
  request: nothing,
  response: nothing,
  txn: closeSessionTxn,
};
