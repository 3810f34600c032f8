/** How often a line of progress is drawn at most, in ms. */
const REDRAW_MS = 100;
const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\u001B[K';

/** Tells a user how far long work is. */
export interface Progress {
  /** So much of `total` is done; without a total it is only counted. `detail` is what is worked on now. */
  update(done: number, total?: number, detail?: string): void;
  /** Takes the line away. */
  end(): void;
}

/** For where nobody looks. */
export const silentProgress: Progress = { update: () => undefined, end: () => undefined };

/** A line that is drawn over itself. */
export class TerminalProgress implements Progress {
  readonly #title: string;
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(title: string, write: (text: string) => void, columns: () => number) {
    this.#title = title;
    this.#write = write;
    this.#columns = columns;
  }

  update(done: number, total?: number, detail = ''): void {
    const now = performance.now();
    if (now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#isShown = true;
    const line = `${this.#title} ${amountText(done, total)} ${detail}`.trimEnd();
    this.#write(`${CLEAR_LINE}${line.slice(0, Math.max(0, this.#columns() - 1))}`);
  }

  end(): void {
    if (this.#isShown) this.#write(CLEAR_LINE);
    this.#isShown = false;
  }
}

function amountText(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return String(done);
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${Math.floor(share * 100)} % ${done}/${total}`;
}
