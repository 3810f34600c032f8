import type { Clock, Timer } from '../environment.ts';

const PAUSE_MS = 250;

/** What is asked again on the same connection, because the server put it off. */
export class Postponed {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `task` after a pause, unless the connection ends before. */
  later(task: () => void): void {
    const timer = this.#clock.schedule(() => {
      this.#timers.delete(timer);
      task();
    }, PAUSE_MS);
    this.#timers.add(timer);
  }

  /** The connection has ended. */
  clear(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
