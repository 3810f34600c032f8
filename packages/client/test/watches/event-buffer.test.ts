import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventBuffer } from '../../src/watches/event-buffer.ts';
import type { NodeEvent, ResyncReason } from '../../src/watches/watch-event.ts';

function changed(zxid: bigint): NodeEvent {
  return { type: 'changed', path: '/a', zxid };
}

test('more events than fit become one resync', () => {
  const buffer = new EventBuffer(2);
  expect([changed(1n), changed(2n), changed(3n)].map((event) => buffer.push(event))).toEqual([true, true, false]);
  expect(buffer.shift()).toEqual({ type: 'resync', reason: 'overflow' });
  expect(buffer.shift()).toBeUndefined();
});

test('what comes behind the overflow is kept', () => {
  const buffer = new EventBuffer(2);
  for (const zxid of [1n, 2n, 3n, 4n]) buffer.push(changed(zxid));
  expect([buffer.shift(), buffer.shift()]).toEqual([{ type: 'resync', reason: 'overflow' }, changed(4n)]);
});

test('of two resyncs that wait, one is told, for the weightier reason', () => {
  const buffer = new EventBuffer(2);
  const reasons: ResyncReason[] = ['armed', 'new-session', 'reconnected'];
  for (const reason of reasons) buffer.resync(reason);
  buffer.push(changed(1n));
  buffer.push(changed(2n));
  expect([buffer.shift(), buffer.shift()]).toEqual([{ type: 'resync', reason: 'new-session' }, undefined]);
});

test('a resync that was taken is told no other reason', () => {
  const buffer = new EventBuffer(2);
  buffer.resync('armed');
  const taken = buffer.shift();
  buffer.resync('new-session');
  expect(taken).toEqual({ type: 'resync', reason: 'armed' });
  expect(buffer.shift()).toEqual({ type: 'resync', reason: 'new-session' });
});

test('whatever comes, the buffer is bounded, and who reads again at each thing taken has the latest at the end', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.constant('change' as const) },
    { weight: 3, arbitrary: fc.constant('take' as const) },
    { weight: 1, arbitrary: fc.constant('away' as const) },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 80 }), (max, steps) => {
      const buffer = new EventBuffer(max);
      let latest = 0n;
      let read = 0n;
      for (const one of steps) {
        if (one === 'take') {
          if (buffer.shift() !== undefined) read = latest;
          continue;
        }
        latest++;
        // A change while there is no connection is told by no event.
        if (one === 'change') buffer.push(changed(latest));
        else buffer.resync('reconnected');
        expect(buffer.length).toBeLessThanOrEqual(max + 1);
      }
      while (buffer.shift() !== undefined) read = latest;
      expect(read).toBe(latest);
    }),
  );
});
