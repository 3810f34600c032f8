/** A fraction as Apache prints it: at most four decimals, at least one. */
export function decimalText(value: number): string {
  const rounded = Number(value.toFixed(4));
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time in ms since 1970 as `java.util.Date` prints it in UTC: `Sat Nov 21 22:42:39 UTC 2026`. */
export function dateText(time: number): string {
  const date = new Date(time);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const clock = date.toISOString().slice(11, 19);
  return `${WEEKDAYS[date.getUTCDay()]!} ${MONTHS[date.getUTCMonth()]!} ${day} ${clock} UTC ${date.getUTCFullYear()}`;
}

/** An address and port as Java prints them: `/127.0.0.1:2181`, `/[0:0:0:0:0:0:0:1]:2181`. */
export function socketAddressText(address: string, port: number): string {
  return address.includes(':') ? `/[${address}]:${port}` : `/${address}:${port}`;
}
