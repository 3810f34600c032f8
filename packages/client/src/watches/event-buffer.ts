import type { NodeEvent, ResyncReason, WatchEvent } from './watch-event.ts';

/** Of two reasons that meet, the one that says more is told. */
const weight: Readonly<Record<ResyncReason, number>> = { armed: 0, overflow: 1, reconnected: 2, 'new-session': 3 };

interface PendingResync {
  readonly type: 'resync';
  reason: ResyncReason;
}

/**
 * What a consumer has not taken yet. Whoever is told to read again reads all, so one `resync` stands for any number, and for
 * all events when there are more than fit.
 */
export class EventBuffer {
  readonly #max: number;
  #events: WatchEvent[] = [];
  #head = 0;
  #resync: PendingResync | undefined;

  /** Holds `max` events. */
  constructor(max: number) {
    this.#max = max;
  }

  get length(): number {
    return this.#events.length - this.#head;
  }

  /** Adds an event; false when it and all others became one `resync`. */
  push(event: NodeEvent): boolean {
    if (this.length < this.#max) {
      this.#events.push(event);
      return true;
    }
    const reason = this.#resync?.reason ?? 'overflow';
    this.clear();
    this.resync('overflow');
    this.resync(reason);
    return false;
  }

  /** Adds a `resync`, unless one waits to be taken: then that one is told for the weightier reason. */
  resync(reason: ResyncReason): void {
    if (this.#resync === undefined) {
      this.#resync = { type: 'resync', reason };
      this.#events.push(this.#resync);
    } else if (weight[reason] > weight[this.#resync.reason]) {
      this.#resync.reason = reason;
    }
  }

  /** Takes the oldest. */
  shift(): WatchEvent | undefined {
    if (this.length === 0) return undefined;
    const event = this.#events[this.#head++]!;
    if (event === this.#resync) this.#resync = undefined;
    if (this.#head > this.#events.length / 2) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
    return event;
  }

  /** Throws everything away. */
  clear(): void {
    this.#events = [];
    this.#head = 0;
    this.#resync = undefined;
  }
}
