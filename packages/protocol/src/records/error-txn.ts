import type { Codec } from '@zookit/jute';

/** Takes the place of a transaction that was refused. Source: `txn.ErrorTxn` in zookeeper.jute. */
export interface ErrorTxn {
  /** An {@link ErrorCode}. */
  readonly error: number;
}

/** The codec of {@link ErrorTxn}. */
export const errorTxn: Codec<ErrorTxn> = {
  write(writer, txn) {
    writer.int(txn.error);
  },
  read: (reader) => ({
    error: reader.int('error'),
  }),
};
