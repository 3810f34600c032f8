/** How fast a count grew, per second; undefined if it is not known, or has begun again. */
export function rate(before: number | undefined, now: number | undefined, elapsedMs: number): number | undefined {
  if (before === undefined || now === undefined || elapsedMs <= 0 || now < before) return undefined;
  return ((now - before) * 1000) / elapsedMs;
}
