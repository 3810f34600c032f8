import { ErrorCode, EventType, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { create, creation, ephemeral, exists, get, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

test('the end of a session is answered with the zxid that it took, and then the connection ends', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  const before = await lastZxid(observer);
  const { header } = await client.request(writes.closeSession, undefined);
  expect(header).toEqual({ xid: 1, zxid: before + 1n, error: ErrorCode.Ok });
  await client.socket.ended;
  expect(await lastZxid(observer)).toBe(before + 1n);
});

test('ephemeral znodes go with the session that is closed, others stay', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  const client = await RawClient.connect(server);
  await client.ask(writes.create, ephemeral('/goes'));
  await create(client, '/stays');
  await client.close();
  expect(await exists(observer, '/goes')).toBe(false);
  expect(await exists(observer, '/stays')).toBe(true);
});

test('whoever closes a session gets the events of its end before the reply', async () => {
  await using server = await startServer();
  const client = await RawClient.connect(server);
  await client.ask(writes.create, ephemeral('/mine'));
  await client.ask(reads.getData, { path: '/mine', watch: true });
  await client.close();
  expect(client.received.slice(-2)).toMatchObject([
    { kind: 'event', type: EventType.NodeDeleted, path: '/mine' },
    { kind: 'reply', name: 'closeSession', error: ErrorCode.Ok },
  ]);
});

test('all ephemeral znodes of a session go in one transaction', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  const client = await RawClient.connect(server);
  const paths = ['/one', '/two', '/three'];
  for (const path of paths) await client.ask(writes.create, ephemeral(path));
  for (const path of paths) await observer.ask(reads.exists, { path, watch: true });
  await client.close();
  const events = await observer.waitForEvents(3);
  expect(new Set(events.map((event) => event.zxid)).size).toBe(1);
  expect(events.map((event) => event.path).sort()).toEqual([...paths].sort());
});

test('ephemeral znodes that are still on their way go with the session', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  const [created, closed] = client.batch(() => [
    client.request(writes.create, ephemeral('/brief')),
    client.request(writes.closeSession, undefined),
  ]);
  expect((await created).header.error).toBe(ErrorCode.Ok);
  expect((await closed).header.error).toBe(ErrorCode.Ok);
  expect(await exists(observer, '/brief')).toBe(false);
});

test('an ephemeral znode that its session deletes before it closes can be created by another meanwhile', async () => {
  await using server = await startServer();
  using heir = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  await client.ask(writes.create, ephemeral('/handed-over'));
  client.batch(() => {
    void client.request(writes.delete, { path: '/handed-over', version: -1 });
    void client.request(writes.closeSession, undefined);
  });
  await client.socket.ended;
  await heir.ask(writes.create, ephemeral('/handed-over'));
  expect((await get(heir, '/handed-over')).stat.ephemeralOwner).toBe(heir.sessionId);
});

test('requests behind the end of the session are not answered', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  client.batch(() => {
    void client.request(writes.create, creation('/before'));
    void client.request(writes.closeSession, undefined);
    void client.request(writes.create, creation('/after'));
    void client.request(reads.getData, { path: '/before', watch: false });
  });
  await client.socket.ended;
  expect(client.received.map((one) => one.kind === 'reply' && one.name)).toEqual(['create', 'closeSession']);
  expect(await exists(observer, '/after')).toBe(false);
});

test('a connection that breaks leaves its session and ephemeral znodes alone', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  const client = await RawClient.connect(server);
  await client.ask(writes.create, ephemeral('/mine'));
  client.socket.reset();
  const again = { port: server.port, sessionId: client.sessionId, password: client.password };
  using returning = await RawClient.connect(again);
  expect(returning.sessionId).toBe(client.sessionId);
  expect(await exists(observer, '/mine')).toBe(true);
});

test('watches of a connection that is gone fire for nobody', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  const client = await RawClient.connect(server);
  await client.request(reads.exists, { path: '/watched', watch: true });
  expect(server.view.tree.watches.dataWatchCount).toBe(1);
  await client.close();
  await create(observer, '/watched');
  expect(server.view.tree.watches.dataWatchCount).toBe(0);
});
