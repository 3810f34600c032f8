/** A time in ms since 1970 as `2026-11-21T22:08:42.843Z`; null for a time that no calendar has. */
export function isoTime(timeMs: bigint): string | null {
  const date = new Date(Number(timeMs));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
