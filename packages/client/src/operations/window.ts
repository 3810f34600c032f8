import { settled, valueOf } from './settled.ts';

/** Requests under way, and no more than so many at a time. */
export class Window {
  readonly #most: number;
  readonly #pending: Promise<PromiseSettledResult<boolean>>[] = [];
  #isGood = true;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes one in, and waits until there is room for the next. Throws what one of them failed with. */
  async add(request: Promise<boolean>): Promise<void> {
    this.#pending.push(settled(request));
    if (this.#pending.length >= this.#most) await this.#finishOldest();
  }

  /** Waits for the rest. Whether all that were taken in came to true. */
  async finish(): Promise<boolean> {
    while (this.#pending.length > 0) await this.#finishOldest();
    return this.#isGood;
  }

  async #finishOldest(): Promise<void> {
    const oldest = this.#pending.shift();
    if (oldest !== undefined && !valueOf(await oldest)) this.#isGood = false;
  }
}
