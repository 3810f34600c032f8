import type { PendingCall } from './pending-call.ts';

const INITIAL_CAPACITY = 16;

/**
 * The calls whose replies are still to come, oldest first. A server replies in the order of the requests, so no lookup is
 * needed. The capacity is a power of two and grows by doubling.
 */
export class RequestRing {
  #calls: (PendingCall | undefined)[] = new Array<PendingCall | undefined>(INITIAL_CAPACITY).fill(undefined);
  #xids = new Int32Array(INITIAL_CAPACITY);
  #lengths = new Int32Array(INITIAL_CAPACITY);
  #bytes = 0;
  #head = 0;
  #length = 0;

  /** How many replies are to come. */
  get length(): number {
    return this.#length;
  }

  /** How long their requests are together, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The xid of the oldest call; undefined when there is none. */
  get headXid(): number | undefined {
    return this.#length === 0 ? undefined : this.#xids[this.#head];
  }

  /** The oldest call; undefined when there is none. */
  get head(): PendingCall | undefined {
    return this.#calls[this.#head];
  }

  /** The call with this xid, wherever it stands. */
  find(xid: number): PendingCall | undefined {
    for (let index = 0; index < this.#length; index++) {
      const at = (this.#head + index) & (this.#calls.length - 1);
      if (this.#xids[at] === xid) return this.#calls[at];
    }
    return undefined;
  }

  /** Adds the newest call, whose request is `lengthBytes` long. */
  push(xid: number, call: PendingCall, lengthBytes: number): void {
    if (this.#length === this.#calls.length) this.#grow();
    const at = (this.#head + this.#length) & (this.#calls.length - 1);
    this.#calls[at] = call;
    this.#xids[at] = xid;
    this.#lengths[at] = lengthBytes;
    this.#bytes += lengthBytes;
    this.#length++;
  }

  /** Takes the oldest call out. */
  shift(): PendingCall | undefined {
    if (this.#length === 0) return undefined;
    const call = this.#calls[this.#head];
    this.#calls[this.#head] = undefined;
    this.#bytes -= this.#lengths[this.#head]!;
    this.#head = (this.#head + 1) & (this.#calls.length - 1);
    this.#length--;
    return call;
  }

  #grow(): void {
    const capacity = this.#calls.length;
    const calls = new Array<PendingCall | undefined>(2 * capacity).fill(undefined);
    const xids = new Int32Array(2 * capacity);
    const lengths = new Int32Array(2 * capacity);
    for (let index = 0; index < this.#length; index++) {
      const from = (this.#head + index) & (capacity - 1);
      calls[index] = this.#calls[from];
      xids[index] = this.#xids[from]!;
      lengths[index] = this.#lengths[from]!;
    }
    this.#calls = calls;
    this.#xids = xids;
    this.#lengths = lengths;
    this.#head = 0;
  }
}
