const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as `java.util.Date.toString` prints it, in the local zone: `Thu Jan 01 00:00:00 UTC 1970`. */
export function javaDate(timeMs: number): string {
  const date = new Date(timeMs);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  const day = `${DAYS[date.getDay()]!} ${MONTHS[date.getMonth()]!} ${twoDigits(date.getDate())}`;
  return `${day} ${clock} ${zoneName(date)} ${date.getFullYear()}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function zoneName(date: Date): string {
  if (date.getTimezoneOffset() === 0 && process.env['TZ'] === 'UTC') return 'UTC';
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
}
