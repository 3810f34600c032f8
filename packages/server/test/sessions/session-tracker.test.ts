import { VirtualClock } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { expiryBucket, SessionTracker } from '../../src/sessions/session-tracker.ts';

/** A tracker with a tick of 100 ms that notes which sessions expire, and when. */
function startTracker() {
  const clock = new VirtualClock();
  const expired: string[] = [];
  const tracker = new SessionTracker({
    clock: {
      now: () => clock.now(),
      wallTime: () => clock.wallTime(),
      schedule: (task, ms) => clock.schedule(task, ms),
      defer: (task) => task(),
    },
    tickTimeMs: 100,
    onExpired: ({ id }) => expired.push(`${String(id)} at ${String(clock.now())}`),
  });
  return { clock, tracker, expired };
}

test.for([
  [0, 100, 200],
  [1, 100, 200],
  [99, 100, 200],
  [100, 100, 300],
  [0, 0, 100],
  [50, 149, 200],
  [50, 150, 300],
])('what was heard of at %i and lives for %i ms goes at %i', ([now = 0, timeoutMs = 0, expected]) => {
  expect(expiryBucket(now, timeoutMs, 100)).toBe(expected);
});

test('sessions expire in the order of their buckets, each once', () => {
  const { clock, tracker, expired } = startTracker();
  tracker.track(1n, 500);
  tracker.track(2n, 100);
  tracker.track(3n, 100);
  clock.advance(10_000);
  expect(expired).toEqual(['2 at 200', '3 at 200', '1 at 600']);
});

test('a session that is closing expires no more, whatever is heard of it', () => {
  const { clock, tracker, expired } = startTracker();
  const session = tracker.track(1n, 100);
  clock.advance(150);
  tracker.close(session);
  tracker.touch(session, clock.now());
  clock.advance(10_000);
  expect(expired).toEqual([]);
  expect(tracker.buckets()).toEqual([]);
});

test('a session that was removed is unknown, and removing it again does nothing', () => {
  const { tracker } = startTracker();
  const session = tracker.track(1n, 100);
  expect(tracker.remove(1n)).toBe(session);
  expect(tracker.remove(1n)).toBeUndefined();
  expect([tracker.size, tracker.get(1n)]).toEqual([0, undefined]);
});

test('a session that is heard of in time goes on, by the timeout that it has then', () => {
  const { clock, tracker, expired } = startTracker();
  const session = tracker.track(1n, 100);
  clock.advance(150);
  session.timeoutMs = 400;
  tracker.touch(session, clock.now());
  clock.advance(10_000);
  expect(expired).toEqual(['1 at 600']);
});

test('after it was stopped nothing expires', () => {
  const { clock, tracker, expired } = startTracker();
  tracker.track(1n, 100);
  tracker.stop();
  tracker.track(2n, 100);
  clock.advance(10_000);
  expect(expired).toEqual([]);
  expect(clock.pendingCount).toBe(0);
});
