import type { Codec } from '@zookit/jute';

/** Precedes every part of a multi and of its response, and ends both. Source: `proto.MultiHeader` in zookeeper.jute. */
export interface MultiHeader {
  /** The op code of the part; -1 for an error and at the end. */
  readonly type: number;
  /** Nothing follows. */
  readonly done: boolean;
  /** An {@link ErrorCode} in a response; -1 elsewhere. */
  readonly error: number;
}

/** The codec of {@link MultiHeader}. */
export const multiHeader: Codec<MultiHeader> = {
  write(writer, header) {
    writer.int(header.type);
    writer.boolean(header.done);
    writer.int(header.error);
  },
  read: (reader) => ({
    type: reader.int('type'),
    done: reader.boolean('done'),
    error: reader.int('error'),
  }),
};
