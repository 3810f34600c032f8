/** What a tree amounts to after a transaction. */
export interface ZxidDigest {
  readonly zxid: bigint;
  /** Of the way in which it is computed: 2. Those of other versions are not compared. */
  readonly version: number;
  /** The sum of the digests of all znodes. */
  readonly digest: bigint;
}
