/** The dates that a Date can hold, in ms from 1970 either way. */
const DATE_MAX_MS = 8_640_000_000_000_000n;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * A time as Apache's tools print it: `11/21/26, 10:08:42 PM UTC`, which is Java's short date and long time in English. In UTC,
 * wherever the tool runs, so that two machines print the same. A time that no calendar has is printed as its number.
 */
export function shortDate(timeMs: bigint): string {
  const date = dateOf(timeMs);
  if (date === undefined) return `${timeMs} ms`;
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${twoDigits(date.getUTCFullYear() % 100)}`;
  return `${day}, ${timeOfDay(date)} UTC`;
}

/** As {@link shortDate}, but as `Nov 21, 2026, 10:08:42 PM`: Java's medium date and time. */
export function mediumDate(timeMs: bigint): string {
  const date = dateOf(timeMs);
  if (date === undefined) return `${timeMs} ms`;
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${timeOfDay(date)}`;
}

/** As {@link shortDate}, but as `Sat Nov 21 22:08:42 UTC 2026`: what a Java Date says of itself. */
export function fullDate(timeMs: bigint): string {
  const date = dateOf(timeMs);
  if (date === undefined) return `${timeMs} ms`;
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${twoDigits(date.getUTCDate())}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(':');
  return `${day} ${time} UTC ${String(date.getUTCFullYear()).padStart(4, '0')}`;
}

function dateOf(timeMs: bigint): Date | undefined {
  return timeMs > DATE_MAX_MS || timeMs < -DATE_MAX_MS ? undefined : new Date(Number(timeMs));
}

function timeOfDay(date: Date): string {
  const hours = date.getUTCHours();
  const time = `${hours % 12 || 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
  return `${time} ${hours < 12 ? 'AM' : 'PM'}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
