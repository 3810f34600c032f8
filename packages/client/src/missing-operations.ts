import type { Clock } from './environment.ts';

/** A server may be replaced by a newer one at the same address. */
const REMEMBERED_MS = 60_000;
const ENTRIES_MAX = 1000;

/** Which servers lack which operations: asking costs the connection, so nobody asks again for a minute, or however long. */
export class MissingOperations {
  readonly #clock: Clock;
  readonly #rememberedMs: number;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock, rememberedMs: number = REMEMBERED_MS) {
    this.#clock = clock;
    this.#rememberedMs = rememberedMs;
  }

  /** A server has refused an operation. */
  add(server: string, opCode: number): void {
    if (this.#until.size >= ENTRIES_MAX) this.#until.clear();
    this.#until.set(`${opCode} ${server}`, this.#clock.now() + this.#rememberedMs);
  }

  /** Whether it did so lately. */
  has(server: string, opCode: number): boolean {
    if (this.#until.size === 0) return false;
    const until = this.#until.get(`${opCode} ${server}`);
    return until !== undefined && this.#clock.now() < until;
  }
}
