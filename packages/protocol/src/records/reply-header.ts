import type { Codec } from '@zookit/jute';

/** Precedes every reply but the first of a connection. Source: `proto.ReplyHeader` in zookeeper.jute. */
export interface ReplyHeader {
  /** Echoes the request's xid; -1 for a watch event, -2 for a ping. */
  readonly xid: number;
  /** The last transaction that the server had applied when it answered. */
  readonly zxid: bigint;
  /** 0, or a negative {@link ErrorCode}: then no response follows. */
  readonly error: number;
}

/** The codec of {@link ReplyHeader}. */
export const replyHeader: Codec<ReplyHeader> = {
  write(writer, header) {
    writer.int(header.xid);
    writer.long(header.zxid);
    writer.int(header.error);
  },
  read: (reader) => ({
    xid: reader.int('xid'),
    zxid: reader.long('zxid'),
    error: reader.int('error'),
  }),
};
