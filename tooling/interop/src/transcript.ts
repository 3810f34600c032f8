/** What a session printed: the result of each step, by the name of the step, in the order of the steps. */
export type Transcript = ReadonlyMap<string, string>;

/** Gathers a {@link Transcript}. A name may be used once, so that steps of two runs can be matched. */
export class TranscriptBuilder {
  readonly #steps = new Map<string, string>();

  add(step: string, result: string): void {
    if (this.#steps.has(step)) throw new Error(`two steps are named "${step}"`);
    this.#steps.set(step, result);
  }

  get transcript(): Transcript {
    return this.#steps;
  }
}
