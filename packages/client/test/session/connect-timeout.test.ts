import { expect, test } from 'vitest';
import { connectTimeoutOf } from '../../src/session/connect-timeout.ts';

const options = { connectTimeoutMs: undefined, sessionTimeoutMs: 30_000 };

test('there is time for all servers before the session can expire, and for three attempts at a single one', () => {
  expect([0, 1, 2, 3, 5, 100].map((count) => connectTimeoutOf(options, count, undefined))).toEqual([
    10_000, 10_000, 10_000, 10_000, 6000, 1000,
  ]);
});

test('what the server granted counts, and above all what the caller said', () => {
  expect(connectTimeoutOf(options, 3, 6000)).toBe(2000);
  expect(connectTimeoutOf({ ...options, connectTimeoutMs: 7 }, 3, 6000)).toBe(7);
});
