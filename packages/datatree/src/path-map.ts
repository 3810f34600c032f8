const NONE: readonly never[] = [];

/**
 * Values at paths, of which one can ask for those along another path. Each path is kept once, as it came: a long one costs
 * no more than its length. What it costs to ask depends on at how many lengths above the path there are values.
 */
export class PathMap<Value> {
  readonly #byPath = new Map<string, Value>();
  /** How many of the paths have each length: an ancestor of another length is not looked up. */
  readonly #lengths = new Map<number, number>();

  /** At how many paths there is a value. */
  get size(): number {
    return this.#byPath.size;
  }

  /** The value at exactly `path`. */
  get(path: string): Value | undefined {
    return this.#byPath.get(path);
  }

  /** Puts a value at `path`, in place of one that is there. */
  set(path: string, value: Value): void {
    if (!this.#byPath.has(path)) this.#lengths.set(path.length, (this.#lengths.get(path.length) ?? 0) + 1);
    this.#byPath.set(path, value);
  }

  /** Removes the value at `path`. Does nothing where there is none. */
  delete(path: string): void {
    if (!this.#byPath.delete(path)) return;
    const count = this.#lengths.get(path.length)! - 1;
    if (count > 0) this.#lengths.set(path.length, count);
    else this.#lengths.delete(path.length);
  }

  /** The values at the ancestors of `path` and at `path` itself, from the root downwards. */
  along(path: string): readonly Value[] {
    if (this.#byPath.size === 0) return NONE;
    let values: Value[] | undefined;
    for (let end = 1; end > 0; end = endAfter(path, end)) {
      const value = this.#lengths.has(end) ? this.#byPath.get(path.slice(0, end)) : undefined;
      if (value === undefined) continue;
      if (values === undefined) values = [value];
      else values.push(value);
    }
    return values ?? NONE;
  }
}

/** The length of the next longer one among the ancestors of `path` and itself; 0 after itself. */
function endAfter(path: string, end: number): number {
  if (end >= path.length) return 0;
  const slash = path.indexOf('/', end + 1);
  return slash < 0 ? path.length : slash;
}
