/** The words of a command line, taken apart into options and the rest. */
export class ParsedWords {
  /** What is no option, in order. */
  readonly words: readonly string[];
  readonly #options: ReadonlyMap<string, readonly string[]>;

  constructor(words: readonly string[], options: ReadonlyMap<string, readonly string[]>) {
    this.words = words;
    this.#options = options;
  }

  /** Whether an option is there. */
  has(name: string): boolean {
    return this.#options.has(name);
  }

  /** An option's value; the last one counts. */
  value(name: string): string | undefined {
    return this.#options.get(name)?.at(-1);
  }

  /** The values of an option that may be there several times. */
  values(name: string): readonly string[] {
    return this.#options.get(name) ?? [];
  }
}
