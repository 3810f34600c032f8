import type { PendingCall } from '../wire/pending-call.ts';

/** As many calls that are gone may lie in front of the others. */
const GONE_MAX = 1024;

/** The calls that wait for their turn, oldest first. */
export class WaitingCalls {
  #calls: (PendingCall | undefined)[] = [];
  #head = 0;
  #length = 0;

  /** How many wait: those that ended meanwhile are not counted. */
  get length(): number {
    return this.#length;
  }

  /** Adds the newest. */
  push(call: PendingCall): void {
    call.isWaiting = true;
    this.#length++;
    this.#calls.push(call);
    if (this.#calls.length > 2 * this.#length + GONE_MAX) this.#sweep([]);
  }

  /** Puts calls in front of all others, in their order. Those that have ended are left out. */
  putInFront(calls: readonly PendingCall[]): void {
    const open = calls.filter((call) => !call.isSettled);
    for (const call of open) call.isWaiting = true;
    this.#length += open.length;
    this.#sweep(open);
  }

  /** Takes the oldest out. */
  shift(): PendingCall | undefined {
    while (this.#head < this.#calls.length) {
      const call = this.#calls[this.#head];
      this.#calls[this.#head++] = undefined;
      if (call?.isWaiting !== true) continue;
      call.isWaiting = false;
      this.#length--;
      return call;
    }
    this.#calls = [];
    this.#head = 0;
    return undefined;
  }

  /** One of them has ended: it counts no more. */
  left(call: PendingCall): void {
    call.isWaiting = false;
    this.#length--;
  }

  /** Forgets all. */
  clear(): void {
    for (const call of this.#calls) if (call !== undefined) call.isWaiting = false;
    this.#calls = [];
    this.#head = 0;
    this.#length = 0;
  }

  #sweep(front: readonly PendingCall[]): void {
    const rest = this.#calls.slice(this.#head).filter((call) => call?.isWaiting === true);
    this.#calls = [...front, ...rest];
    this.#head = 0;
  }
}
