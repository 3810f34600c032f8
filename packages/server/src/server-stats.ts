/** The least, the mean and the greatest of a series, in ms. */
export interface LatencySummary {
  readonly min: number;
  readonly average: number;
  readonly max: number;
}

/** Counts packets and measures latencies, for the whole server or for one connection. */
export class RequestStats {
  #received = 0;
  #sent = 0;
  #count = 0;
  #total = 0;
  #min = Infinity;
  #max = 0;

  /** Packets that came in. */
  get received(): number {
    return this.#received;
  }

  /** Packets that went out: replies and watch events. */
  get sent(): number {
    return this.#sent;
  }

  /** All zero while nothing has been measured. */
  get latency(): LatencySummary {
    if (this.#count === 0) return { min: 0, average: 0, max: 0 };
    return { min: this.#min, average: this.#total / this.#count, max: this.#max };
  }

  /** A packet came in. */
  countReceived(): void {
    this.#received++;
  }

  /** A packet went out. */
  countSent(): void {
    this.#sent++;
  }

  /** A request was answered `latencyMs` after it came; whole milliseconds, as Apache counts them. */
  measure(latencyMs: number): void {
    this.#count++;
    this.#total += latencyMs;
    if (latencyMs < this.#min) this.#min = latencyMs;
    if (latencyMs > this.#max) this.#max = latencyMs;
  }

  /** Starts again from zero: the four-letter words `srst` and `crst`. */
  reset(): void {
    this.#received = 0;
    this.#sent = 0;
    this.#count = 0;
    this.#total = 0;
    this.#min = Infinity;
    this.#max = 0;
  }
}
