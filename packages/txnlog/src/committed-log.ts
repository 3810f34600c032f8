import { formatHex } from '@zookit/protocol';
import { assert } from './assert.ts';
import { follows } from './log-format.ts';

/** A proposal that was committed, as the log holds it. */
export interface CommittedProposal {
  readonly zxid: bigint;
  /** Header, transaction and, where there is one, digest. Must not change. */
  readonly payload: Uint8Array;
}

/** The last committed proposals, for learners that lack a few of them. A ring: adding one costs the same at any size. */
export class CommittedLog {
  readonly #limit: number;
  #ring: CommittedProposal[] = [];
  /** Where the oldest one is, once the ring is full. */
  #start = 0;
  #sizeBytes = 0;

  /** @param limit - How many are kept. System property `zookeeper.commitLogCount`; 500 at least with Apache's server. */
  constructor(limit: number) {
    assert(limit > 0, `a committed log of ${limit}`);
    this.#limit = limit;
  }

  get length(): number {
    return this.#ring.length;
  }

  /** The payloads of those kept, in bytes. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The oldest one kept; undefined when there are none. */
  get minZxid(): bigint | undefined {
    return this.#at(0)?.zxid;
  }

  /** The newest one; undefined when there are none. */
  get maxZxid(): bigint | undefined {
    return this.#at(this.length - 1)?.zxid;
  }

  /** Adds the proposal that follows the last one. One that is not newer is known already. `payload` is kept, not copied. */
  add(zxid: bigint, payload: Uint8Array): void {
    const last = this.maxZxid;
    if (last !== undefined && zxid <= last) return;
    assert(
      last === undefined || follows(last, zxid),
      `proposal ${formatHex(zxid)} does not follow ${formatHex(last ?? 0n)} in the committed log`,
    );
    this.#sizeBytes += payload.length;
    if (this.length < this.#limit) {
      this.#ring.push({ zxid, payload });
      return;
    }
    this.#sizeBytes -= this.#ring[this.#start]!.payload.length;
    this.#ring[this.#start] = { zxid, payload };
    this.#start = (this.#start + 1) % this.#limit;
  }

  /** Those behind `zxid`, oldest first. */
  after(zxid: bigint): CommittedProposal[] {
    const all = [...this.#ring.slice(this.#start), ...this.#ring.slice(0, this.#start)];
    return all.filter((proposal) => proposal.zxid > zxid);
  }

  clear(): void {
    this.#ring = [];
    this.#start = 0;
    this.#sizeBytes = 0;
  }

  #at(index: number): CommittedProposal | undefined {
    return this.#ring[(this.#start + index) % Math.max(this.length, 1)];
  }
}
