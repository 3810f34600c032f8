import type { PendingCall } from '../wire/pending-call.ts';

/**
 * As often the reply to a call may get lost: it may be that very call by which each server ends the connection. Until it is
 * given up those behind it wait, for the pauses here and for those of the search for a server.
 */
export const LOSSES_MAX = 6;

const PAUSE_BASE_MS = 50;
const PAUSE_MAX_MS = 1000;
const WINDOW_DIVISOR = 4;

/**
 * The calls whose replies were lost more than once. One of them may be what ends the connections: the more often that goes on,
 * the longer nothing is sent, and the fewer calls are on their way together, so that the others get through: for the last time
 * each is sent alone, so that none is given up for what another one does.
 */
export class RepeatedLosses {
  readonly #inFlightMax: number;
  readonly #calls = new Set<PendingCall>();
  #lossCount = 0;
  #inFlight: number;

  /** `inFlightMax` calls may be on their way otherwise. */
  constructor(inFlightMax: number) {
    this.#inFlightMax = inFlightMax;
    this.#inFlight = inFlightMax;
  }

  /** How many calls may be on their way. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Looks at what a lost connection left: nothing, if no call was sent on it. */
  note(calls: readonly PendingCall[]): void {
    for (const call of calls) if (call.lossCount >= 2) this.#calls.add(call);
    if (this.#calls.size === 0) return;
    this.#lossCount = 0;
    for (const call of this.#calls) this.#lossCount = Math.max(this.#lossCount, call.lossCount);
    const isLastTime = this.#lossCount >= LOSSES_MAX - 1;
    const window = isLastTime ? 1 : Math.ceil(this.#calls.size / WINDOW_DIVISOR ** (this.#lossCount - 1));
    this.#inFlight = Math.min(this.#inFlightMax, window);
  }

  /** A call has ended. */
  delete(call: PendingCall): void {
    if (this.#calls.size === 0) return;
    if (!this.#calls.delete(call) || this.#calls.size > 0) return;
    this.#inFlight = this.#inFlightMax;
    this.#lossCount = 0;
  }

  /** For how long to send nothing on the next connection, in ms: a time of chance. */
  pauseMs(random: () => number): number {
    return this.#lossCount < 2 ? 0 : random() * Math.min(PAUSE_MAX_MS, PAUSE_BASE_MS * 2 ** (this.#lossCount - 2));
  }
}
