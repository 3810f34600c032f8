import { CONTAINER_OWNER } from '@zookit/protocol';

const CLOCK_MASK = 0xff_ffff_ffffn;

/**
 * Gives out session ids: the server's number in the upper byte, then 40 bits of the wall clock at the start, then a
 * count. Ids of different servers, and of one server before and after a restart, do not meet.
 */
export class SessionIds {
  #next: bigint;

  /** `startTime` is in ms since 1970. */
  constructor(serverId: number, startTime: number) {
    const clock = BigInt(Math.trunc(startTime)) & CLOCK_MASK;
    this.#next = BigInt.asIntN(64, (BigInt(serverId & 0xff) << 56n) | (clock << 16n));
    if (this.#next === CONTAINER_OWNER) this.#next += 1n;
  }

  /** An id that was not given out before. */
  next(): bigint {
    const id = this.#next;
    this.#next = BigInt.asIntN(64, id + 1n);
    return id;
  }
}
