/** The metrics of a server, by their names without `zk_`. */
export class MntrReport {
  readonly #values = new Map<string, string>();

  /** Reads the answer to `mntr`. */
  constructor(text: string) {
    for (const [, name = '', value = ''] of text.matchAll(/^zk_(\S+)\t(.*)$/gmu)) this.#values.set(name, value);
  }

  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** The number under the first of `names` that there is: some changed from one release to the next. */
  number(...names: readonly string[]): number | undefined {
    for (const name of names) {
      const value = Number(this.#values.get(name) ?? Number.NaN);
      if (!Number.isNaN(value)) return value;
    }
    return undefined;
  }
}
