import type { Codec } from '@zookit/jute';

/** Precedes every transaction, in the log and between servers. Source: `txn.TxnHeader` in zookeeper.jute. */
export interface TxnHeader {
  /** The session that asked for it (`clientId` in the schema). */
  readonly sessionId: bigint;
  /** The xid of the request. */
  readonly cxid: number;
  readonly zxid: bigint;
  /** When it was prepared, in ms since 1970. */
  readonly time: bigint;
  /** An {@link OpCode}; selects the codec of the transaction. */
  readonly type: number;
}

/** The codec of {@link TxnHeader}. */
export const txnHeader: Codec<TxnHeader> = {
  write(writer, header) {
    writer.long(header.sessionId);
    writer.int(header.cxid);
    writer.long(header.zxid);
    writer.long(header.time);
    writer.int(header.type);
  },
  read: (reader) => ({
    sessionId: reader.long('sessionId'),
    cxid: reader.int('cxid'),
    zxid: reader.long('zxid'),
    time: reader.long('time'),
    type: reader.int('type'),
  }),
};
