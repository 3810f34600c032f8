import type { Codec } from '@zookit/jute';

/** One operation of a multi, as its transaction holds it. Source: `txn.Txn` in zookeeper.jute. */
export interface Txn {
  /** An {@link OpCode}; selects the codec of `data`. */
  readonly type: number;
  readonly data: Uint8Array;
}

/** The codec of {@link Txn}. */
export const txn: Codec<Txn> = {
  write(writer, txn) {
    writer.int(txn.type);
    writer.buffer(txn.data);
  },
  read: (reader) => ({
    type: reader.int('type'),
    data: reader.buffer('data'),
  }),
};
