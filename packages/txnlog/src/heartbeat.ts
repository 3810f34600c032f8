import type { LockOwner, ScheduledTask } from './lock-owner.ts';
import { BEAT_MS } from './lock-watch.ts';

/** Does something at each beat until it is stopped. */
export class Heartbeat {
  readonly #owner: LockOwner;
  readonly #beat: () => Promise<void>;
  #next: ScheduledTask | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** `beat` must not fail. */
  constructor(owner: LockOwner, beat: () => Promise<void>) {
    this.#owner = owner;
    this.#beat = beat;
    this.#schedule();
  }

  /** No beat begins any more. */
  stop(): void {
    this.#isStopped = true;
    this.#next?.cancel();
  }

  /** Resolves when no beat is under way. */
  idle(): Promise<void> {
    return this.#running;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#next = this.#owner.schedule(() => {
      this.#running = this.#beat().then(() => {
        this.#schedule();
      });
    }, BEAT_MS);
  }
}
