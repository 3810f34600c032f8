import { encode } from '@zookit/jute';
import { connectRequest, ErrorCode, reads, writes } from '@zookit/protocol';
import { connectRequestOf, RawClient, RawSocket, waitFor } from '@zookit/testkit';
import { expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { HeldClock } from '../support/held-clock.ts';
import { creation, ephemeral, exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const inProcess = (server: ZooKeeperServer, count: number) =>
  waitFor(`${String(count)} requests in process`, () => server.view.outstanding === count);

const received = (server: ZooKeeperServer, count: number) =>
  waitFor(`${String(count)} packets received`, () => server.view.stats.received === count);

test('a session whose end is on its way cannot be taken up any more', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  using client = await RawClient.connect(server);
  const { sessionId, password } = client;
  clock.hold();
  const closed = client.request(writes.closeSession, undefined);
  await inProcess(server, 1);
  const before = server.view.stats.received;
  const renewal = RawClient.connect({ port: server.port, sessionId, password });
  await received(server, before + 1);
  clock.release();
  using renewed = await renewal;
  expect(renewed.handshake).toMatchObject({ timeoutMs: 0, sessionId: 0n });
  expect((await closed).header.error).toBe(ErrorCode.Ok);
  await client.socket.ended;
});

test('a client that leaves before its session has begun leaves one that expires', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock, tickTimeMs: 1000 });
  using observer = await RawClient.connect({ port: server.port, timeoutMs: 20_000 });
  clock.hold();
  const socket = await RawSocket.open(server);
  socket.sendFrame(encode(connectRequest, connectRequestOf({ timeoutMs: 5000 })));
  await inProcess(server, 1);
  socket.destroy();
  await waitFor('the connection to be gone', () => server.view.connections.size === 1);
  clock.release();
  await waitFor('the session to begin', () => server.view.tree.sessions.size === 2);
  clock.advance(6000);
  await waitFor('the session to end', () => server.view.tree.sessions.size === 1);
  expect(await exists(observer, '/')).toBe(true);
});

test('requests that came with the connect request wait for the session', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  clock.hold();
  const connecting = RawClient.connect(server);
  await inProcess(server, 1);
  clock.release();
  using client = await connecting;
  expect(await exists(client, '/')).toBe(true);
});

test('an ephemeral znode whose session ends in the same turn is gone after it', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  using observer = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  clock.hold();
  const created = client.request(writes.create, ephemeral('/brief'));
  await inProcess(server, 1);
  const deleted = observer.request(writes.delete, { path: '/brief', version: 0 });
  await inProcess(server, 2);
  const again = client.request(writes.create, ephemeral('/brief'));
  void client.request(writes.closeSession, undefined);
  await inProcess(server, 4);
  const next = observer.request(writes.create, creation('/brief'));
  await inProcess(server, 5);
  clock.release();
  const errors = [created, deleted, again, next].map(async (reply) => (await reply).header.error);
  expect(await Promise.all(errors)).toEqual([0, 0, 0, 0]);
  const { stat } = await observer.ask(reads.exists, { path: '/brief', watch: false });
  expect(stat.ephemeralOwner).toBe(0n);
});

test('closing a server answers what it has taken in', async () => {
  const clock = new HeldClock();
  const server = await startServer({ clock });
  using client = await RawClient.connect(server);
  clock.hold();
  const created = client.request(writes.create, creation('/a'));
  const read = client.request(reads.exists, { path: '/a', watch: false });
  await inProcess(server, 2);
  const closing = server.close();
  const late = client.request(writes.create, creation('/late'));
  clock.release();
  await closing;
  expect((await created).header.error).toBe(ErrorCode.Ok);
  expect((await read).header.error).toBe(ErrorCode.Ok);
  await expect(late).rejects.toThrow('the server ended the connection');
  expect(server.view.tree.nodeCount).toBe(6);
  expect(clock.pendingCount).toBe(0);
});
