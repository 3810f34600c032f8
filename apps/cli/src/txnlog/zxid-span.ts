import { formatHex } from '@zookit/protocol';

/** Some transactions that follow one another in a log. */
export class ZxidSpan {
  #count = 0;
  #first = 0n;
  #last = 0n;

  get count(): number {
    return this.#count;
  }

  /** Not before there is one. */
  get first(): bigint {
    return this.#first;
  }

  /** Not before there is one. */
  get last(): bigint {
    return this.#last;
  }

  add(zxid: bigint): void {
    if (this.#count === 0) this.#first = zxid;
    this.#last = zxid;
    this.#count++;
  }

  /** `46 transactions (0x1 to 0x2e)`. */
  get text(): string {
    if (this.#count === 0) return 'no transaction';
    if (this.#count === 1) return `1 transaction (${formatHex(this.#first)})`;
    return `${this.#count} transactions (${formatHex(this.#first)} to ${formatHex(this.#last)})`;
  }
}
