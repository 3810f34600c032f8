/** How far recovery has come. */
export interface RecoveryProgress {
  readonly phase: 'snapshot' | 'log';
  /** Of the bytes of the snapshot, or of the logs. */
  readonly percent: number;
  /** How many znodes, or transactions, so far. */
  readonly count: number;
  readonly countPerSecond: number;
  /** Until the end of this phase, as it looks now. */
  readonly remainingMs: number;
}

const INTERVAL_MS = 1000;

/** Tells of progress, once a second. */
export class ProgressMeter {
  readonly #phase: RecoveryProgress['phase'];
  readonly #totalBytes: number;
  readonly #now: () => number;
  readonly #tell: (progress: RecoveryProgress) => void;
  readonly #start: number;
  #toldAt: number;

  constructor(
    phase: RecoveryProgress['phase'],
    totalBytes: number,
    now: () => number,
    tell: (progress: RecoveryProgress) => void,
  ) {
    this.#phase = phase;
    this.#totalBytes = totalBytes;
    this.#now = now;
    this.#tell = tell;
    this.#start = now();
    this.#toldAt = this.#start;
  }

  update(doneBytes: number, count: number): void {
    const now = this.#now();
    if (now - this.#toldAt < INTERVAL_MS) return;
    this.#toldAt = now;
    const elapsedMs = now - this.#start;
    const share = Math.min(doneBytes / this.#totalBytes, 1);
    this.#tell({
      phase: this.#phase,
      percent: Math.floor(100 * share),
      count,
      countPerSecond: Math.round((1000 * count) / elapsedMs),
      remainingMs: Math.round(elapsedMs / share - elapsedMs),
    });
  }
}
