import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnostics, type FailedAttempt, retry, type RetryMessage, type RetryPolicy } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open } from './clients.ts';

const THROTTLED = -127;

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

/** Says the same delay each time, and keeps what it was asked. */
function recording(delayMs: number | false): { policy: RetryPolicy; asked: FailedAttempt[]; succeededCount: number } {
  const record = {
    asked: [] as FailedAttempt[],
    succeededCount: 0,
    policy: Object.assign(
      (attempt: FailedAttempt) => {
        record.asked.push(attempt);
        return delayMs;
      },
      {
        succeeded: () => {
          record.succeededCount++;
        },
      },
    ),
  };
  return record;
}

test('what the server postponed is tried again behind a pause, as often as the policy says', async () => {
  const clock = new VirtualClock();
  const record = recording(30);
  const { client, peer } = await open(server, { retry: record.policy, environment: { ...impatient, clock } });
  const writing = client.set('/a', 'x');
  for (let count = 0; count < 3; count++) {
    peer.reply((await peer.request()).header.xid, 1n, THROTTLED);
    await waitFor('the question', () => record.asked.length === count + 1);
    clock.advance(30);
  }
  peer.reply((await peer.request()).header.xid, 1n, -101);
  await expect(writing).rejects.toMatchObject({ code: -101, context: { attempts: 4 } });
  expect(record.asked).toMatchObject([
    { n: 0, elapsedMs: 0, operation: 'set', error: { code: THROTTLED } },
    { n: 1, elapsedMs: 30 },
    { n: 2, elapsedMs: 60 },
  ]);
  await leave(client, server);
});

test('the policy of a call goes before that of its client, and is told of success', async () => {
  const ofClient = recording(false);
  const ofCall = recording(0);
  const { client, peer } = await open(server, { retry: ofClient.policy });
  const reading = client.exists('/a', { retry: ofCall.policy });
  peer.reply((await peer.request()).header.xid, 1n, THROTTLED);
  peer.reply((await peer.request()).header.xid, 1n, -101);
  await reading;
  expect([ofClient.asked.length, ofCall.asked.length]).toEqual([0, 1]);
  expect([ofClient.succeededCount, ofCall.succeededCount]).toEqual([0, 1]);
  await leave(client, server);
});

test.for([
  ['a write that the server gave up', -7, 'set', 0],
  ['a read that the server gave up', -7, 'exists', 1],
  ['a write that was refused', -103, 'set', 0],
  ['a write at a server without a quorum', -119, 'set', 1],
  ['an error of another age', -9999, 'exists', 0],
] as const)('a policy is asked only about what is safe to repeat: %s', async ([, code, operation, times]) => {
  const record = recording(false);
  const { client, peer } = await open(server, { retry: record.policy });
  const call: Promise<unknown> = operation === 'set' ? client.set('/a', 'x') : client.exists('/a');
  const ended = expect(call).rejects.toMatchObject({ code });
  peer.reply((await peer.request()).header.xid, 1n, code);
  await ended;
  expect(record.asked).toHaveLength(times);
  await leave(client, server);
});

test('a client that is told nothing is patient with a busy server, and not with one that only reads', async () => {
  const { client, peer } = await open(server);
  const writing = client.set('/a', 'x');
  peer.reply((await peer.request()).header.xid, 1n, THROTTLED);
  peer.reply((await peer.request()).header.xid, 1n, -119);
  await expect(writing).rejects.toMatchObject({ code: -119, context: { attempts: 2 } });
  await leave(client, server);
});

test('a pause that would go beyond the deadline is not begun', async () => {
  const { client, peer } = await open(server, { retry: retry.forever(1000) });
  const writing = client.set('/a', 'x', { timeoutMs: 999 });
  peer.reply((await peer.request()).header.xid, 1n, THROTTLED);
  await expect(writing).rejects.toMatchObject({ code: THROTTLED, outcome: 'rejected' });
  await leave(client, server);
});

test('a call that is aborted in its pause was not carried out, and leaves no timer', async () => {
  const clock = new VirtualClock();
  const record = recording(500);
  const { client, peer } = await open(server, { retry: record.policy, environment: { ...impatient, clock } });
  const controller = new AbortController();
  const writing = client.set('/a', 'x', { signal: controller.signal });
  peer.reply((await peer.request()).header.xid, 1n, THROTTLED);
  await waitFor('the pause', () => record.asked.length === 1);
  const before = clock.pendingCount;
  controller.abort();
  await expect(writing).rejects.toMatchObject({ name: 'AbortError', outcome: 'not-executed' });
  expect(clock.pendingCount).toBe(before - 1);
  await leave(client, server);
});

test('a call in its pause counts among those that wait', async () => {
  const { client, peer } = await open(server, { retry: retry.forever(10_000), limits: { inFlight: 1, queued: 1 } });
  const paused = client.set('/a', 'x').catch(() => undefined);
  const { header } = await peer.request();
  peer.reply(header.xid, 1n, THROTTLED);
  const inFlight = client.exists('/b').catch(() => undefined);
  await peer.request();
  await expect(client.exists('/c')).rejects.toMatchObject({ code: -1002 });
  await leave(client, server);
  await Promise.all([paused, inFlight]);
});

test('each further attempt is told on the channel', async () => {
  const messages: RetryMessage[] = [];
  const listen = (message: RetryMessage): void => void messages.push(message);
  diagnostics.retry.subscribe(listen);
  const { client, peer } = await open(server, { retry: retry.forever(1) });
  const reading = client.exists('/a');
  peer.reply((await peer.request()).header.xid, 1n, THROTTLED);
  peer.reply((await peer.request()).header.xid, 1n, -101);
  await reading;
  diagnostics.retry.unsubscribe(listen);
  expect(messages).toMatchObject([{ operation: 'exists', attempt: 1, delayMs: 1, error: { code: THROTTLED } }]);
  await leave(client, server);
});

const broken: RetryPolicy = () => {
  throw new Error('mine');
};

test.for([
  ['throws', broken, 'retry threw: mine'],
  ['gives what is no time', () => NaN, 'retry gave NaN, which is no time to wait'],
] as const)(
  'a policy that %s has nothing more to say: the call ends by its own error, which names it',
  async ([, policy, problem]) => {
    const { client, peer } = await open(server);
    const writing = client.set('/a', 'x', { retry: policy });
    const other = client.exists('/b');
    const refused = await peer.request();
    const read = await peer.request();
    peer.reply(refused.header.xid, 1n, THROTTLED);
    const message = `ThrottledOp: set /a: ${problem}`;
    await expect(writing).rejects.toMatchObject({ code: THROTTLED, outcome: 'rejected', message });
    peer.reply(read.header.xid, 1n, -101);
    expect(await other).toBeUndefined();
    await leave(client, server);
  },
);

test('a policy that throws when it is told of success leaves the call its result', async () => {
  const { client, peer } = await open(server);
  const reading = client.exists('/a', {
    retry: Object.assign(() => 0, { succeeded: () => broken({} as FailedAttempt) }),
  });
  peer.reply((await peer.request()).header.xid, 1n, -101);
  expect(await reading).toBeUndefined();
  await leave(client, server);
});
