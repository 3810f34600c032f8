const REMEMBERED_MAX = 10_000;

/** `parse`, which remembers what it made of the texts that it has seen. It starts again when there are too many. */
export function memoized<T>(parse: (text: string) => T): (text: string) => T {
  const remembered = new Map<string, T>();
  return (text) => {
    if (remembered.has(text)) return remembered.get(text) as T;
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    const value = parse(text);
    remembered.set(text, value);
    return value;
  };
}
