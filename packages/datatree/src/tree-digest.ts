const TWO_TO_32 = 0x1_0000_0000;

/** The version of the digest that {@link NodeDigester} and {@link TreeDigest} compute. Source: `DigestCalculator`. */
export const DIGEST_VERSION = 2;

/**
 * The sum of the digests of all znodes, modulo 2^64: so that a change of one znode costs the same in a tree of any size.
 * Kept as two halves, because bigint arithmetic would allocate at every change. Source: `AdHash`.
 */
export class TreeDigest {
  readonly #view = new DataView(new ArrayBuffer(8));
  #high = 0;
  #low = 0;

  /** Adds the digest of a znode that came, or as it is after a change. */
  add(nodeDigest: number): void {
    const low = this.#low + (nodeDigest >>> 0);
    if (low < TWO_TO_32) {
      this.#low = low;
    } else {
      this.#low = low - TWO_TO_32;
      this.#high = (this.#high + 1) | 0;
    }
  }

  /** Takes away the digest of a znode that went, or as it was before a change. */
  subtract(nodeDigest: number): void {
    const low = this.#low - (nodeDigest >>> 0);
    if (low >= 0) {
      this.#low = low;
    } else {
      this.#low = low + TWO_TO_32;
      this.#high = (this.#high - 1) | 0;
    }
  }

  /** Makes this sum equal to `other`. */
  copy(other: TreeDigest): void {
    this.#high = other.#high;
    this.#low = other.#low;
  }

  /** The sum as a jute `long`. */
  get value(): bigint {
    this.#view.setInt32(0, this.#high);
    this.#view.setUint32(4, this.#low);
    return this.#view.getBigInt64(0);
  }
}
