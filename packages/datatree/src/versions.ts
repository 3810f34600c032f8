/** What a request says for "whatever the version". */
const ANY_VERSION = -1;

/** Whether a request that expects `expected` may change what has version `current`. */
export function isExpectedVersion(expected: number, current: number): boolean {
  return expected === ANY_VERSION || expected === current;
}

/** The version after `current`: 32-bit, and never the one that would mean "any". Source: ZOOKEEPER-4743. */
export function nextVersion(current: number): number {
  const next = (current + 1) | 0;
  return next === ANY_VERSION ? 0 : next;
}
