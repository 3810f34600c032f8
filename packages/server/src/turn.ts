import type { Clock } from './clock.ts';

/** What is done at the end of a turn of the event loop. */
export interface TurnActions {
  /** Does it, and says whether doing it left something for the next turn. */
  end(): boolean;
}

/**
 * One turn of the event loop: everything that has arrived is taken in first, then its end is worked off once. Batching
 * comes from here: one commit and one write per connection for all that came together.
 */
export class Turn {
  readonly #clock: Clock;
  readonly #actions: TurnActions;
  readonly #run = (): void => {
    const isMoreLeft = this.#actions.end();
    this.#isScheduled = false;
    if (isMoreLeft) this.schedule();
  };
  #isScheduled = false;

  constructor(clock: Clock, actions: TurnActions) {
    this.#clock = clock;
    this.#actions = actions;
  }

  /** Asks for an end of this turn. */
  schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#clock.defer(this.#run);
  }
}
