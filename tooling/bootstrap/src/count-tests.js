/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

// eslint-disable-next-line no-control-regex -- colours are what has to go
const colours = /\u001b\[[\d;]*m/g;
const summary = /\bTests\s+((?:\d+ [a-z]+(?: \| )?)+) \(\d+\)/g;

/**
 * Adds up the closing lines of every vitest run in a log: `Tests  1 failed | 12 passed | 2 skipped (15)`.
 *
 * @param {string} log
 * @returns {Counts}
 */
export function countTests(log) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [, parts = ''] of log.replace(colours, '').matchAll(summary)) {
    counts.passed += numberOf('passed', parts);
    counts.failed += numberOf('failed', parts);
    counts.skipped += numberOf('skipped', parts) + numberOf('todo', parts);
  }
  return counts;
}

/**
 * @param {string} word
 * @param {string} parts
 */
const numberOf = (word, parts) => Number(new RegExp(`(\\d+) ${word}`).exec(parts)?.[1] ?? 0);

/** @param {Counts} counts */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
