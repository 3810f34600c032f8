import { UsageError } from '../words/usage-error.ts';

/** Whether an amount is one that is looked for. */
export type AmountTest = (amount: number) => boolean;

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const SECOND_MS = 1000;
const DAY_MS = 86_400 * SECOND_MS;
const AGE_UNITS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: 60 * SECOND_MS,
  h: 3600 * SECOND_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** Reads `+10k` (more than that), `-10k` (less) or `0` (just that), in bytes. Throws {@link UsageError}. */
export function parseSize(option: string, text: string): AmountTest {
  const [, sign = '', digits = '', letter = ''] = /^([+-]?)(\d+)([bkmg]?)$/iu.exec(text) ?? [];
  const unit = SIZE_UNITS[letter.toLowerCase()];
  if (digits === '' || unit === undefined) {
    throw new UsageError(`--${option} is a size such as +10k, -1M or 0, not ${text}: + means more than that, - less`);
  }
  const limit = Number(digits) * unit;
  if (sign === '+') return (amount) => amount > limit;
  return sign === '-' ? (amount) => amount < limit : (amount) => amount === limit;
}

/** Reads `30s`, `10m`, `2h`, `7d` or `1w`, and gives it in ms. Throws {@link UsageError}. */
export function parseAge(option: string, text: string): number {
  const [, digits = '', letter = ''] = /^(\d+(?:\.\d+)?)([smhdw])$/iu.exec(text) ?? [];
  const unit = AGE_UNITS[letter.toLowerCase()];
  if (unit === undefined) throw new UsageError(`--${option} is a time such as 30s, 10m, 2h, 7d or 1w, not ${text}`);
  return Number(digits) * unit;
}
