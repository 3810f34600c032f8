import type { Codec } from '@zookit/jute';

/** Precedes every request but the first of a connection. Source: `proto.RequestHeader` in zookeeper.jute. */
export interface RequestHeader {
  /** Numbers the requests of a connection; see {@link Xid} for the negative ones. */
  readonly xid: number;
  /** An {@link OpCode}, if the client is sane. */
  readonly opCode: number;
}

/** The codec of {@link RequestHeader}. */
export const requestHeader: Codec<RequestHeader> = {
  write(writer, header) {
    writer.int(header.xid);
    writer.int(header.opCode);
  },
  read: (reader) => ({
    xid: reader.int('xid'),
    opCode: reader.int('opCode'),
  }),
};
