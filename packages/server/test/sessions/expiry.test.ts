import { ErrorCode, EventType, reads, writes, type AnyOperation } from '@zookit/protocol';
import { RawClient, RawSocket, VirtualClock, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { RecordingLogger } from '../support/recording-logger.ts';
import { create, ephemeral, exists, lastZxid, settle } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const TICK_MS = 1000;

/** A server whose time a test moves, and a client that outlives what happens to others. */
async function startWithClock() {
  const clock = new VirtualClock();
  const logger = new RecordingLogger();
  const server = await startServer({ clock, logger, tickTimeMs: TICK_MS, maxSessionTimeoutMs: 1_000_000 });
  const observer = await RawClient.connect({ port: server.port, timeoutMs: 1_000_000 });
  return {
    clock,
    logger,
    server,
    observer,
    isAlive: async (client: RawClient) => {
      await settle(observer);
      return server.view.tree.sessions.has(client.sessionId);
    },
    [Symbol.asyncDispose]: async () => {
      observer.disconnect();
      await server.close();
    },
  };
}

describe('a silent session', () => {
  test.for([0, 1, 499, 999, 1000, 1001])(
    'that was last heard of at %i ms lives for its timeout and is gone a tick later',
    async (start) => {
      await using fixture = await startWithClock();
      const { clock, server } = fixture;
      clock.advance(start);
      using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
      clock.advance(5000);
      expect(await fixture.isAlive(client)).toBe(true);
      clock.advance(TICK_MS);
      expect(await fixture.isAlive(client)).toBe(false);
      await client.socket.ended;
      expect(client.received).toEqual([]);
    },
  );

  test('expires at the end of the tick in which its timeout passes, not before', async () => {
    await using fixture = await startWithClock();
    const { clock, server } = fixture;
    clock.advance(300);
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    clock.advance(5699);
    expect(await fixture.isAlive(client)).toBe(true);
    clock.advance(1);
    expect(await fixture.isAlive(client)).toBe(false);
  });

  test('takes its ephemeral znodes with it, and whoever watches them is told', async () => {
    await using fixture = await startWithClock();
    const { clock, server, observer, logger } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    await create(observer, '/parent');
    await client.ask(writes.create, ephemeral('/parent/one'));
    await client.ask(writes.create, ephemeral('/parent/two'));
    await observer.ask(reads.exists, { path: '/parent/one', watch: true });
    await observer.ask(reads.getChildren, { path: '/parent', watch: true });
    clock.advance(6000);
    const events = await observer.waitForEvents(2);
    expect(events).toMatchObject([
      { type: EventType.NodeDeleted, path: '/parent/one' },
      { type: EventType.NodeChildrenChanged, path: '/parent' },
    ]);
    expect(await observer.ask(reads.getChildren, { path: '/parent', watch: false })).toEqual({ children: [] });
    expect(logger.linesLike('session expired')).toHaveLength(1);
  });

  test('expires without a connection too, and cannot be taken up any more', async () => {
    await using fixture = await startWithClock();
    const { clock, server } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    client.disconnect();
    clock.advance(6000);
    expect(await fixture.isAlive(client)).toBe(false);
    const { sessionId, password } = client;
    using returning = await RawClient.connect({ port: server.port, sessionId, password });
    expect(returning.handshake).toMatchObject({ timeoutMs: 0, sessionId: 0n });
  });

  test('takes one zxid with its end', async () => {
    await using fixture = await startWithClock();
    const { clock, server, observer } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    const before = await lastZxid(observer);
    clock.advance(6000);
    await client.socket.ended;
    expect(await lastZxid(observer)).toBe(before + 1n);
  });
});

describe('a session is kept alive', () => {
  const requests: [string, AnyOperation, unknown][] = [
    ['a ping', reads.ping, undefined],
    ['a read', reads.exists, { path: '/', watch: false }],
    ['a write', writes.setData, { path: '/', data: null, version: -1 }],
    ['a request that fails', reads.exists, { path: '/missing', watch: false }],
  ];
  test.for(requests)('by %s', async ([, operation, request]) => {
    await using fixture = await startWithClock();
    const { clock, server } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    clock.advance(4000);
    await client.request(operation, request);
    clock.advance(4000);
    expect(await fixture.isAlive(client)).toBe(true);
    clock.advance(2000);
    expect(await fixture.isAlive(client)).toBe(false);
  });

  test('by a renewal, with the timeout that the renewal was granted', async () => {
    await using fixture = await startWithClock();
    const { clock, server } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    clock.advance(4000);
    const { sessionId, password } = client;
    using renewed = await RawClient.connect({ port: server.port, sessionId, password, timeoutMs: 20_000 });
    clock.advance(20_000);
    expect(await fixture.isAlive(renewed)).toBe(true);
    clock.advance(TICK_MS);
    expect(await fixture.isAlive(renewed)).toBe(false);
  });

  test('but not by a frame that never ends', async () => {
    await using fixture = await startWithClock();
    const { clock, server } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    client.socket.write(Buffer.from([0, 0, 0, 100]));
    for (let elapsed = 0; elapsed < 6000; elapsed += 500) {
      client.socket.write(Buffer.from([0]));
      await settle(fixture.observer);
      clock.advance(500);
    }
    expect(await fixture.isAlive(client)).toBe(false);
    await client.socket.ended;
  });

  test('nor by the watch events that it is sent', async () => {
    await using fixture = await startWithClock();
    const { clock, server, observer } = fixture;
    using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
    await client.request(reads.exists, { path: '/watched', watch: true });
    clock.advance(4000);
    await create(observer, '/watched');
    await client.waitForEvents(1);
    clock.advance(2000);
    expect(await fixture.isAlive(client)).toBe(false);
  });
});

test('requests that arrive while the session is being closed are not answered', async () => {
  await using fixture = await startWithClock();
  const { clock, server, observer } = fixture;
  using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
  client.batch(() => {
    void client.request(writes.closeSession, undefined);
    void client.request(writes.create, ephemeral('/too-late'));
    void client.request(reads.ping, undefined);
  });
  await client.socket.ended;
  clock.advance(TICK_MS);
  expect(client.received).toHaveLength(1);
  expect(await exists(observer, '/too-late')).toBe(false);
});

test('sessions with different timeouts expire each in its own time', async () => {
  await using fixture = await startWithClock();
  const { clock, server } = fixture;
  const timeouts = [2000, 3000, 7000, 20_000];
  const clients = await Promise.all(timeouts.map((timeoutMs) => RawClient.connect({ port: server.port, timeoutMs })));
  const seen: number[] = [];
  for (let now = TICK_MS; now <= 21_000; now += TICK_MS) {
    clock.advance(TICK_MS);
    for (const client of clients) {
      const isNews = !seen.includes(client.handshake.timeoutMs) && !(await fixture.isAlive(client));
      if (isNews) seen.push(client.handshake.timeoutMs);
      if (isNews) expect(now).toBe(client.handshake.timeoutMs + TICK_MS);
    }
  }
  expect(seen).toEqual(timeouts);
});

describe('a connection without a session', () => {
  test.for<[string, Uint8Array]>([
    ['says nothing', new Uint8Array()],
    ['sends half a connect request', Buffer.from([0, 0, 0, 45, 0, 0, 0])],
  ])('that %s is closed after a while', async ([, sent]) => {
    const clock = new VirtualClock();
    await using server = await startServer({ clock, sessionlessTimeoutMs: 10_000 });
    using socket = await RawSocket.open(server);
    socket.write(sent);
    await waitFor('the connection', () => [...server.view.connections].length === 1);
    clock.advance(9999);
    expect([...server.view.connections]).toHaveLength(1);
    clock.advance(10_001);
    await socket.ended;
  });

  test('is closed while those with one stay', async () => {
    const clock = new VirtualClock();
    await using server = await startServer({ clock, sessionlessTimeoutMs: 1000 });
    using client = await RawClient.connect({ port: server.port, timeoutMs: 60_000 });
    using socket = await RawSocket.open(server);
    await waitFor('the connection', () => [...server.view.connections].length === 2);
    clock.advance(2000);
    await socket.ended;
    expect(await client.errorOf(reads.exists, { path: '/', watch: false })).toBe(ErrorCode.Ok);
  });
});
