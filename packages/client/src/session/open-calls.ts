import { RequestTimeoutError } from '@zookit/protocol';
import type { Clock, Timer } from '../environment.ts';
import type { StopClass } from '../wire/pending-call.ts';
import { detailOf, type Obstacle } from './obstacle.ts';

/** A call that somebody waits for. */
export interface OpenCall {
  /** When it must have ended, on the client's clock. */
  readonly deadlineAt: number;
  /** Aborted to end it from outside. */
  readonly signal: AbortSignal | undefined;
  /** Ends it by an error of this side; `detail` ends its message. */
  stop(reason: StopClass, cause?: unknown, detail?: string): void;
}

/** The calls that somebody waits for, with one timer for all their deadlines. */
export class OpenCalls {
  readonly #clock: Clock;
  readonly #calls = new Set<OpenCall>();
  #timer: Timer | undefined;
  #timerAt = Infinity;
  readonly #obstacle: () => Obstacle | undefined;

  /** `obstacle` says what keeps calls from being answered, for the errors of those that time out. */
  constructor(clock: Clock, obstacle: () => Obstacle | undefined) {
    this.#clock = clock;
    this.#obstacle = obstacle;
  }

  /** Adds one. */
  add(call: OpenCall): void {
    this.#calls.add(call);
    if (call.deadlineAt < this.#timerAt) this.#schedule(call.deadlineAt);
  }

  /** Removes one that has ended. */
  delete(call: OpenCall): void {
    this.#calls.delete(call);
  }

  /** Ends all. */
  stop(reason: StopClass, cause?: unknown): void {
    this.#timer?.cancel();
    this.#timerAt = Infinity;
    for (const call of this.#calls) call.stop(reason, cause);
  }

  #schedule(at: number): void {
    this.#timer?.cancel();
    this.#timerAt = at;
    this.#timer = this.#clock.schedule(() => this.#sweep(), Math.max(0, Math.ceil(at - this.#clock.now())));
  }

  #sweep(): void {
    const now = this.#clock.now();
    const obstacle = this.#obstacle();
    const detail = detailOf(obstacle);
    let next = Infinity;
    for (const call of this.#calls) {
      if (call.deadlineAt <= now) call.stop(RequestTimeoutError, obstacle?.error, detail);
      else next = Math.min(next, call.deadlineAt);
    }
    this.#timerAt = Infinity;
    if (next < Infinity) this.#schedule(next);
  }
}
