import { ConnectionLossError } from '@zookit/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FailedAttempt, retry } from '../src/index.ts';

function attempt(about: Partial<FailedAttempt> = {}): FailedAttempt {
  return {
    n: 0,
    elapsedMs: 0,
    now: 0,
    error: new ConnectionLossError('/a'),
    operation: 'get',
    random: () => 0.5,
    ...about,
  };
}

const breaker = { failures: 3, cooldownMs: 100 };

test('never gives up at once, forever never does', () => {
  expect(retry.never(attempt())).toBe(false);
  expect(retry.forever(7)(attempt({ n: 1e6, elapsedMs: 1e9 }))).toBe(7);
});

test('an exponential delay doubles up to its bound', () => {
  const policy = retry.exponential({ baseMs: 100, maxMs: 1000 });
  expect([0, 1, 2, 3, 4, 5000].map((n) => policy(attempt({ n })))).toEqual([50, 100, 200, 400, 500, 500]);
});

test('an exponential delay is one of chance between nothing and its bound', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (n, chance) => {
      const delayMs = retry.exponential()(attempt({ n, random: () => chance }));
      expect(delayMs).toBeGreaterThanOrEqual(0);
      expect(delayMs).toBeLessThanOrEqual(Math.min(5000, 50 * 2 ** n));
    }),
  );
});

test('exponential retries end by count and by time', () => {
  const byCount = retry.exponential({ maxAttempts: 3 });
  expect([0, 1, 2].map((n) => byCount(attempt({ n })) !== false)).toEqual([true, true, false]);
  const byTime = retry.exponential({ baseMs: 100, maxElapsedMs: 1000 });
  expect(byTime(attempt({ elapsedMs: 950 }))).toBe(50);
  expect(byTime(attempt({ elapsedMs: 951 }))).toBe(false);
});

test('a circuit opens after failures in a row, and closes by a success behind the cooldown', () => {
  const policy = retry.circuitBreaker(retry.forever(1), { failures: 3, cooldownMs: 100 });
  const at = (now: number): number | false => policy(attempt({ now }));
  expect([at(0), at(1), at(2), at(50), at(101)]).toEqual([1, 1, false, false, false]);
  // The cooldown is over: the next failure opens it again.
  expect([at(102), at(150)]).toEqual([false, false]);
  policy.succeeded?.();
  expect([at(151), at(152), at(153)]).toEqual([1, 1, false]);
});

test('a circuit tells the policy inside of successes', () => {
  const inner = retry.circuitBreaker(retry.forever(1), { failures: 2, cooldownMs: 100 });
  const outer = retry.circuitBreaker(inner, { failures: 100, cooldownMs: 100 });
  const twice = (): (number | false)[] => [outer(attempt()), outer(attempt())];
  expect(twice()).toEqual([1, false]);
  outer.succeeded?.();
  expect(twice()).toEqual([1, false]);
});

test.for<[problem: string, make: () => unknown]>([
  ['exponential: there is no option base; there are baseMs, ', () => retry.exponential({ base: 5 } as never)],
  ['exponential: maxAttempts must be a whole number from 1 on', () => retry.exponential({ maxAttempts: 0 })],
  ['exponential: maxMs must be a number of milliseconds from 0 on, not NaN', () => retry.exponential({ maxMs: NaN })],
  ['forever: the delay must be a number of milliseconds from 0 on, not undefined', () => retry.forever(undefined!)],
  ['circuitBreaker: the policy inside must be a function, not 5', () => retry.circuitBreaker(5 as never, breaker)],
  ['circuitBreaker: the option failures is missing', () => retry.circuitBreaker(retry.never, {} as never)],
  ['circuitBreaker: the option failures is missing', () => retry.circuitBreaker(retry.never, undefined!)],
  ['circuitBreaker: failures must be a whole', () => retry.circuitBreaker(retry.never, { ...breaker, failures: 0 })],
])('a policy that makes no sense is refused where it is made: %s', ([problem, make]) => {
  expect(make).toThrow(`BadArguments: retry.${problem}`);
});
