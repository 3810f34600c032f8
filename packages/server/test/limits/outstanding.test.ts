import { reads, writes } from '@zookit/protocol';
import { RawClient, VirtualClock, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/index.ts';
import { change, create, get } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

/** A clock that lets a test look whenever a turn of the event loop ends. */
function watchedClock(look: () => void): Clock {
  const clock = new VirtualClock();
  return {
    now: () => clock.now(),
    wallTime: () => clock.wallTime(),
    schedule: (task, delayMs) => clock.schedule(task, delayMs),
    defer: (task) => {
      clock.defer(() => {
        look();
        task();
      });
    },
  };
}

describe('when too many requests are in process', () => {
  test('the connection is not read until they are fewer, and nothing is lost', async () => {
    let peak = 0;
    let wasHeld = false;
    const clock = watchedClock(() => {
      peak = Math.max(peak, server.view.outstanding);
      wasHeld ||= [...server.view.connections].some(
        (connection) => !connection.isReading && connection.sessionId !== 0n,
      );
    });
    await using server = await startServer({ clock, outstandingRequestsMax: 10 });
    using client = await RawClient.connect(server);
    await create(client, '/counter');
    const replies = await Promise.all(
      client.batch(() => Array.from({ length: 2000 }, () => client.request(writes.setData, change('/counter')))),
    );
    expect(replies.map(({ response }) => response?.stat.version)).toEqual(replies.map((_, index) => index + 1));
    expect(peak).toBe(11);
    expect(wasHeld).toBe(true);
  });

  test('reads behind a write count as well', async () => {
    let peak = 0;
    const clock = watchedClock(() => (peak = Math.max(peak, server.view.outstanding)));
    await using server = await startServer({ clock, outstandingRequestsMax: 10 });
    using client = await RawClient.connect(server);
    const sent = client.batch(() => {
      void client.request(writes.setData, change('/'));
      return Array.from({ length: 500 }, () => client.request(reads.exists, { path: '/', watch: false }));
    });
    expect((await Promise.all(sent)).every(({ header }) => header.error === 0)).toBe(true);
    expect(peak).toBe(11);
  });

  test('each connection may have one, so that nobody starves', async () => {
    let peak = 0;
    const clock = watchedClock(() => (peak = Math.max(peak, server.view.outstanding)));
    await using server = await startServer({ clock, outstandingRequestsMax: 5 });
    const clients = await Promise.all(Array.from({ length: 10 }, () => RawClient.connect(server)));
    await create(clients[0]!, '/counter');
    await Promise.all(
      clients.flatMap((client) =>
        client.batch(() => Array.from({ length: 100 }, () => client.request(writes.setData, change('/counter')))),
      ),
    );
    expect((await get(clients[0]!, '/counter')).stat.version).toBe(1000);
    expect(peak).toBeLessThanOrEqual(5 + clients.length);
    for (const client of clients) client.disconnect();
  });

  test('a connection that breaks gives its share back', async () => {
    await using server = await startServer({ outstandingRequestsMax: 5 });
    using client = await RawClient.connect(server);
    for (let count = 0; count < 10; count++) {
      using doomed = await RawClient.connect(server);
      doomed.batch(() => {
        for (let sent = 0; sent < 50; sent++) {
          void doomed.request(writes.setData, change('/'));
          void doomed.request(reads.exists, { path: '/', watch: false });
        }
      });
      doomed.socket.destroy();
    }
    await waitFor('only one connection to be left', () => [...server.view.connections].length === 1);
    await waitFor('nothing to be in process', () => server.view.outstanding === 0);
    const sent = client.batch(() => Array.from({ length: 100 }, () => client.request(writes.setData, change('/'))));
    expect((await Promise.all(sent)).every(({ header }) => header.error === 0)).toBe(true);
  });
});
