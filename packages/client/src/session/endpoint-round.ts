import type { Endpoint } from '../transport/transport.ts';

const BACK_OFF_BASE_MS = 50;
const BACK_OFF_MAX_MS = 5000;

/** The endpoints in an order of chance, one after the other, and how long to wait behind a round of failures. */
export class EndpointRound {
  readonly #endpoints: readonly Endpoint[];
  readonly #random: () => number;
  #at = 0;
  #failures = 0;

  constructor(endpoints: readonly Endpoint[], random: () => number) {
    this.#endpoints = shuffled(endpoints, random);
    this.#random = random;
  }

  /** The endpoint whose turn it is. */
  next(): Endpoint {
    const endpoint = this.#endpoints[this.#at]!;
    this.#at = (this.#at + 1) % this.#endpoints.length;
    return endpoint;
  }

  /** There is a connection to the last one. */
  succeeded(): void {
    this.#failures = 0;
  }

  /**
   * Counts a failure of the last one, and says how long to wait before the next: not at all until each was tried, then
   * any time up to 50 ms, doubled with each round, up to 5 s.
   */
  delayMs(): number {
    this.#failures++;
    const rounds = Math.floor(this.#failures / this.#endpoints.length);
    if (rounds === 0) return 0;
    return this.#random() * Math.min(BACK_OFF_MAX_MS, BACK_OFF_BASE_MS * 2 ** Math.min(rounds, 16));
  }
}

function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
