const BASE_MS = 50;
const MAX_MS = 5000;
const DOUBLINGS_MAX = 16;

/** How long to wait between passes over the servers: any time up to 50 ms, doubled with each pass, up to 5 s. */
export class BackOff {
  readonly #random: () => number;
  #passes = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Counts a pass in vain, and says how long to wait behind it, in ms. */
  nextMs(): number {
    this.#passes = Math.min(this.#passes + 1, DOUBLINGS_MAX);
    return this.#random() * Math.min(MAX_MS, BASE_MS * 2 ** this.#passes);
  }

  /** There is a connection. */
  reset(): void {
    this.#passes = 0;
  }
}
