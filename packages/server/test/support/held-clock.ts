import { VirtualClock, type VirtualTimer } from '@zookit/testkit';
import type { Clock } from '../../src/index.ts';

/** A virtual clock that can put off the end of a turn, so that a test has time to do something in the middle of it. */
export class HeldClock implements Clock {
  readonly #clock = new VirtualClock();
  #deferred: (() => void)[] | undefined;

  now(): number {
    return this.#clock.now();
  }

  wallTime(): number {
    return this.#clock.wallTime();
  }

  get pendingCount(): number {
    return this.#clock.pendingCount;
  }

  schedule(task: () => void, delayMs: number): VirtualTimer {
    return this.#clock.schedule(task, delayMs);
  }

  defer(task: () => void): void {
    if (this.#deferred === undefined) this.#clock.defer(task);
    else this.#deferred.push(task);
  }

  advance(ms: number): void {
    this.#clock.advance(ms);
  }

  /** Nothing that is deferred happens from here on: the server takes in, and does nothing. */
  hold(): void {
    this.#deferred = [];
  }

  /** Everything that was held back happens. */
  release(): void {
    const deferred = this.#deferred ?? [];
    this.#deferred = undefined;
    for (const task of deferred) this.#clock.defer(task);
  }
}
