import { channel } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { diagnostics, type QueueReading, type RequestTrace } from '../src/diagnostics.ts';

test('a channel is found by its name alone', () => {
  const seen: unknown[] = [];
  const listen = (message: unknown): void => void seen.push(message);
  const message = { operation: 'get', request: undefined, attempt: 1, delayMs: 50, error: new Error('broken') };
  channel('zookit:client:retry').subscribe(listen);
  expect(diagnostics.retry.hasSubscribers).toBe(true);
  diagnostics.retry.publish(message);
  channel('zookit:client:retry').unsubscribe(listen);
  expect(diagnostics.retry.hasSubscribers).toBe(false);
  expect(seen).toEqual([message]);
});

test('a traced call tells its beginning, its error and its end by one object', async () => {
  const seen: [string, RequestTrace][] = [];
  const subscribers = {
    start: (trace: RequestTrace): void => void seen.push(['start', trace]),
    error: (trace: RequestTrace): void => void seen.push(['error', trace]),
    asyncEnd: (trace: RequestTrace): void => void seen.push(['asyncEnd', trace]),
  };
  diagnostics.request.subscribe(subscribers);
  const trace = { operation: 'get', path: '/a', chroot: '/', server: undefined, attempt: 1, requestBytes: 0 };
  const failure = new Error('NoNode');
  await diagnostics.request.tracePromise(() => Promise.reject(failure), trace).catch(() => undefined);
  diagnostics.request.unsubscribe(subscribers);
  expect(seen.map(([event]) => event)).toEqual(['start', 'error', 'asyncEnd']);
  expect(seen.every(([, seenTrace]) => seenTrace === trace && seenTrace.error === failure)).toBe(true);
});

test('whoever asks how much is under way has all answers when publish returns', () => {
  const reading: QueueReading = { inFlight: 2, queued: 1, inFlightBytes: 64 };
  const answer = ({ report }: { report: (reading: QueueReading) => void }): void => report(reading);
  diagnostics.queue.subscribe(answer);
  const readings: QueueReading[] = [];
  diagnostics.queue.publish({ report: (one) => void readings.push(one) });
  diagnostics.queue.unsubscribe(answer);
  expect(readings).toEqual([reading]);
});
