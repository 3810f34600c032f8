import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Begins the session in its header. Also what a learner sends to the leader. Source: `txn.CreateSessionTxn` in zookeeper.jute. */
export interface CreateSessionTxn {
  readonly timeoutMs: number;
}

/** The codec of {@link CreateSessionTxn}. */
export const createSessionTxn: Codec<CreateSessionTxn> = {
  write(writer, txn) {
    writer.int(txn.timeoutMs);
  },
  read: (reader) => ({
    timeoutMs: reader.int('timeoutMs'),
  }),
};

/** Begins a session. A server asks itself, for a {@link ConnectRequest}, which is answered by a {@link ConnectResponse}. */
export const createSession: WriteOperation<CreateSessionTxn, undefined, CreateSessionTxn> = {
  name: 'createSession',
  opCode: OpCode.createSession,
  kind: 'session',
  request: createSessionTxn,
  response: nothing,
  txn: createSessionTxn,
};
