import type { JsonObject } from '../formats/txn-json.ts';

/**
 * What is to be said of a file: `ok`; `note` for what an operator may want to know, though a server takes the file as it is;
 * or `damaged`.
 */
export type Status = 'ok' | 'note' | 'damaged';

/** What was found about one file. */
export interface Finding {
  readonly file: string;
  readonly kind: 'log' | 'snapshot' | 'epochs' | 'other';
  readonly status: Status;
  /** What it holds, in words. */
  readonly text: string;
  /** What is wrong with it, or remarkable. */
  readonly remarks: readonly string[];
  /** What it holds, in numbers. */
  readonly numbers: JsonObject;
}

/** How much of what is wrong with a file is told. */
const REMARKS_MAX = 5;

/** Gathers what is remarkable about a file. */
export class Remarks {
  readonly #texts: string[] = [];
  #leftOut = 0;
  #status: Status = 'ok';

  get status(): Status {
    return this.#status;
  }

  get texts(): string[] {
    return this.#leftOut === 0 ? this.#texts : [...this.#texts, `and ${this.#leftOut} more`];
  }

  note(text: string): void {
    if (this.#status === 'ok') this.#status = 'note';
    this.#add(text);
  }

  damage(text: string): void {
    this.#status = 'damaged';
    this.#add(text);
  }

  #add(text: string): void {
    if (this.#texts.length < REMARKS_MAX) this.#texts.push(text);
    else this.#leftOut++;
  }
}
