import { JuteWriter } from '@zookit/jute';
import { txnCodecOf, type Txn } from '@zookit/protocol';

/** Writes the parts of a multi one behind the other: one buffer for all of them, of which each part is a range. */
export class PartWriter {
  readonly #writer = new JuteWriter();
  readonly #types: number[] = [];
  readonly #ends: number[] = [];

  /** How many parts there are. */
  get count(): number {
    return this.#types.length;
  }

  /** Adds a part. `txn` belongs to `type`, which must be that of a transaction. */
  add(type: number, txn: unknown): void {
    txnCodecOf(type)!.write(this.#writer, txn);
    this.#types.push(type);
    this.#ends.push(this.#writer.length);
  }

  /** All parts. Nothing can be added after it. */
  finish(): Txn[] {
    const bytes = this.#writer.bytes();
    let start = 0;
    return this.#types.map((type, index) => {
      const end = this.#ends[index]!;
      const data = bytes.subarray(start, end);
      start = end;
      return { type, data };
    });
  }
}
