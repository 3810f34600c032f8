/** As often the reply to a call may get lost: it may be that very call by which each server ends the connection. */
export const LOSSES_MAX = 10;

const PAUSE_BASE_MS = 50;
const PAUSE_MAX_MS = 1000;

/** For how long nothing is sent behind a connection with a call on it that was lost so many times, in ms: a time of chance. */
export function pauseBehindLosses(lossCount: number, random: () => number): number {
  return lossCount < 2 ? 0 : random() * Math.min(PAUSE_MAX_MS, PAUSE_BASE_MS * 2 ** (lossCount - 2));
}
