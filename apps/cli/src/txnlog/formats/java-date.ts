/** The dates that a Date can hold, in ms from 1970 either way. */
const DATE_MAX_MS = 8_640_000_000_000_000n;

/**
 * A time as Apache's tools print it: `11/21/26, 10:08:42 PM UTC`, which is Java's short date and long time in English. In UTC,
 * wherever the tool runs, so that two machines print the same. A time that no calendar has is printed as its number.
 */
export function shortDate(timeMs: bigint): string {
  if (timeMs > DATE_MAX_MS || timeMs < -DATE_MAX_MS) return `${timeMs} ms`;
  const date = new Date(Number(timeMs));
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${twoDigits(date.getUTCFullYear() % 100)}`;
  const hours = date.getUTCHours();
  const time = `${hours % 12 || 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
  return `${day}, ${time} ${hours < 12 ? 'AM' : 'PM'} UTC`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
