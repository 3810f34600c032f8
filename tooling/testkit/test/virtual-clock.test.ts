import { expect, test } from 'vitest';
import { VirtualClock } from '../src/index.ts';

test('time stands still until it is moved', () => {
  const clock = new VirtualClock();
  const wallTime = clock.wallTime();
  clock.advance(1500);
  expect(clock.now()).toBe(1500);
  expect(clock.wallTime()).toBe(wallTime + 1500);
});

test('timers go off at their own time, the earliest first and equal ones in the order in which they were set', () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name} at ${String(clock.now())}`);
  clock.schedule(note('later'), 30);
  clock.schedule(note('first'), 10);
  clock.schedule(note('second'), 10);
  clock.advance(20);
  expect(seen).toEqual(['first at 10', 'second at 10']);
  clock.advance(10);
  expect(seen.at(-1)).toBe('later at 30');
  expect(clock.pendingCount).toBe(0);
});

test('a timer that another one sets goes off in the same step if it falls due in it', () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const tick = () => {
    seen.push(clock.now());
    clock.schedule(tick, 10);
  };
  clock.schedule(tick, 10);
  clock.advance(35);
  expect(seen).toEqual([10, 20, 30]);
});

test('a cancelled timer does not go off', () => {
  const clock = new VirtualClock();
  let hasGoneOff = false;
  const timer = clock.schedule(() => (hasGoneOff = true), 5);
  timer.cancel();
  clock.advance(10);
  expect(hasGoneOff).toBe(false);
});

test('what is deferred runs in the next turn of the event loop without moving the clock', async () => {
  const clock = new VirtualClock();
  const { promise, resolve } = Promise.withResolvers<number>();
  clock.defer(() => {
    resolve(clock.now());
  });
  expect(await promise).toBe(0);
});
