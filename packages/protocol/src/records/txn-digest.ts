import type { Codec } from '@zookit/jute';

/** What the tree amounts to after a transaction; follows it where digests are on. Source: `txn.TxnDigest` in zookeeper.jute. */
export interface TxnDigest {
  /** Of the way to compute it. */
  readonly version: number;
  readonly treeDigest: bigint;
}

/** The codec of {@link TxnDigest}. */
export const txnDigest: Codec<TxnDigest> = {
  write(writer, digest) {
    writer.int(digest.version);
    writer.long(digest.treeDigest);
  },
  read: (reader) => ({
    version: reader.int('version'),
    treeDigest: reader.long('treeDigest'),
  }),
};
