import type { Clock } from './environment.ts';

/** A server may be replaced by a newer one at the same address. */
const REMEMBERED_MS = 60_000;
const ENTRIES_MAX = 1000;

/** Which servers lack which operations: asking costs the connection, so nobody asks again for a minute. */
export class MissingOperations {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A server has refused an operation. */
  add(server: string, opCode: number): void {
    if (this.#until.size >= ENTRIES_MAX) this.#until.clear();
    this.#until.set(`${opCode} ${server}`, this.#clock.now() + REMEMBERED_MS);
  }

  /** Whether it did so lately. */
  has(server: string, opCode: number): boolean {
    if (this.#until.size === 0) return false;
    const until = this.#until.get(`${opCode} ${server}`);
    return until !== undefined && this.#clock.now() < until;
  }
}
