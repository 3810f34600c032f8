/** Everything that comes of `values`. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** `values`, one after the other. */
export async function* asyncOf<T>(values: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}
