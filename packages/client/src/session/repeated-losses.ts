import type { PendingCall } from '../wire/pending-call.ts';

/** As often the reply to a call may get lost: it may be that very call by which each server ends the connection. */
export const LOSSES_MAX = 10;

const PAUSE_BASE_MS = 50;
const PAUSE_MAX_MS = 1000;
const WINDOW_DIVISOR = 4;

/**
 * The calls whose replies were lost more than once. One of them may be what ends the connections: the more often that goes on,
 * the longer nothing is sent, and the fewer calls are on their way together, so that the others get through.
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

  /** Looks at what a lost connection left. */
  note(calls: readonly PendingCall[]): void {
    this.#lossCount = 0;
    for (const call of calls) {
      if (call.lossCount < 2) continue;
      this.#calls.add(call);
      this.#lossCount = Math.max(this.#lossCount, call.lossCount);
    }
    if (this.#calls.size === 0) return;
    const window = Math.ceil(this.#calls.size / WINDOW_DIVISOR ** (this.#lossCount - 1));
    this.#inFlight = Math.min(this.#inFlightMax, Math.max(1, window));
  }

  /** A call has ended. */
  delete(call: PendingCall): void {
    if (this.#calls.size === 0) return;
    if (this.#calls.delete(call) && this.#calls.size === 0) this.#inFlight = this.#inFlightMax;
  }

  /** For how long to send nothing on the next connection, in ms: a time of chance. */
  pauseMs(random: () => number): number {
    return this.#lossCount < 2 ? 0 : random() * Math.min(PAUSE_MAX_MS, PAUSE_BASE_MS * 2 ** (this.#lossCount - 2));
  }
}
