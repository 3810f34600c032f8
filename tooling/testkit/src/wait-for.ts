import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 2;

/** How long anything in a test may take before it counts as never happening, in ms. */
export const PATIENCE_MS = 20_000;

/**
 * Resolves as soon as `condition` holds. Rejects after `patienceMs` and names `what` did not happen: a bound against
 * hanging, not a measure of speed.
 */
export async function waitFor(what: string, condition: () => boolean, patienceMs: number = PATIENCE_MS): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${String(patienceMs)} ms in vain for ${what}`);
    await delay(POLL_MS);
  }
}
