const DIGITS = 10;

/**
 * What is appended to the path of a sequential znode: the parent's `cversion`, padded to ten characters including the
 * sign, as Java's `%010d` does.
 */
export function sequentialSuffix(cversion: number): string {
  if (cversion >= 0) return String(cversion).padStart(DIGITS, '0');
  return `-${String(-cversion).padStart(DIGITS - 1, '0')}`;
}
