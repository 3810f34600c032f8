import { setDataResponse } from '@zookit/protocol';
import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acl, connect } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { wireStat } from '../wire-stat.ts';
import { impatient, leave, open, reached, statusesOf } from './clients.ts';

let server: ScriptedServer;
let other: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
  other = await ScriptedServer.start();
});

afterEach(() => {
  server[Symbol.dispose]();
  other[Symbol.dispose]();
});

test('a session that has moved goes to the next server with its calls, in their order', async () => {
  const { client, peer } = await open(server);
  const writing = client.set('/a', 'x');
  const reading = client.exists('/b');
  const first = await peer.request();
  await peer.request();
  peer.reply(first.header.xid, 1n, -118);
  const next = await server.peer();
  expect(await next.accept()).toMatchObject({ sessionId: 7n });
  const [again, behind] = [await next.request(), await next.request()];
  expect(again).toMatchObject({ header: { opCode: 5 }, body: first.body });
  next.replyWith(again.header.xid, 2n, setDataResponse, { stat: wireStat({ version: 5 }) });
  next.reply(behind.header.xid, 2n, -101);
  expect(await writing).toMatchObject({ version: 5 });
  expect(await reading).toBeUndefined();
  await leave(client, server);
});

test('a call that meets a moved session twice rejects', async () => {
  const { client, peer } = await open(server);
  const writing = expect(client.set('/a', 'x')).rejects.toMatchObject({ code: -118, outcome: 'rejected' });
  peer.reply((await peer.request()).header.xid, 1n, -118);
  const next = await server.peer();
  await next.accept();
  next.reply((await next.request()).header.xid, 1n, -118);
  await writing;
  await leave(client, server);
});

test('the reply to an operation that the server does not know overtakes the others', async () => {
  const { client, peer } = await open(server);
  const slow = expect(client.setAcl('/a', acl.open)).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  const unknown = client.set('/b', 'x');
  await peer.request();
  peer.reply((await peer.request()).header.xid, -1n, -6);
  await expect(unknown).rejects.toMatchObject({ code: -6, path: '/b', outcome: 'rejected' });
  peer.end();
  await slow;
  await leave(client, server);
});

test('a client that must leave its server does so when its calls are answered, and takes the session along', async () => {
  const { client, peer } = await open(server);
  const states = statusesOf(client);
  const writing = client.set('/a', 'x');
  const { header } = await peer.request();
  await client.updateServerList([other.endpoint]);
  const waiting = client.exists('/b');
  expect(states).toEqual([]);
  peer.replyWith(header.xid, 2n, setDataResponse, { stat: wireStat({ version: 5 }) });
  expect(await writing).toMatchObject({ version: 5 });
  const next = await other.peer();
  expect(await next.accept()).toMatchObject({ sessionId: 7n, lastZxidSeen: 2n });
  next.reply((await next.request()).header.xid, 2n, -101);
  expect(await waiting).toBeUndefined();
  await waitFor('the end', () => peer.isEnded);
  expect(states).toEqual(['suspended', 'connected']);
  expect(client.state).toMatchObject({ server: other.endpoint, isResumed: true });
  await leave(client, server, other);
});

test('a client whose server stays in the list stays', async () => {
  const { client, peer } = await open(server, { environment: { ...impatient, random: () => 0.99 } });
  await client.updateServerList(() => Promise.resolve([server.endpoint, other.endpoint]));
  const reading = client.exists('/a');
  peer.reply((await peer.request()).header.xid, 2n, -101);
  expect(await reading).toBeUndefined();
  await leave(client, server, other);
});

test('a client that finds no server takes the new list for its next pass', async () => {
  const { client, peer } = await open(server);
  server[Symbol.dispose]();
  await waitFor('the end', () => peer.isEnded);
  const waiting = client.exists('/a');
  await client.updateServerList(`127.0.0.1:${String(other.endpoint.port)}`);
  const next = await other.peer();
  await next.accept();
  next.reply((await next.request()).header.xid, 2n, -101);
  expect(await waiting).toBeUndefined();
  await leave(client, other);
});

test.for([true, false])(
  'a client that waits to try its servers again goes to one of the new list at once, connected before: %s',
  async (wasConnected) => {
    let isWaiting = false;
    const reconnect = (): number => {
      isWaiting = true;
      return 60_000;
    };
    const environment = { ...impatient, clock: new VirtualClock() };
    const { endpoint } = server;
    const client = await connect({ connect: [endpoint], environment, reconnect, lazy: true });
    client.start();
    const peer = await server.peer();
    if (wasConnected) {
      await peer.accept();
      await reached(client, 'connected');
    }
    peer.end();
    await waitFor('the pause', () => isWaiting);
    await client.updateServerList([other.endpoint]);
    await (await other.peer()).accept();
    await reached(client, 'connected');
    expect(client.state).toMatchObject({ server: other.endpoint });
    expect(server.waitingCount).toBe(0);
    await leave(client, server, other);
  },
);

test('a client that must leave its server does not wait for an answer for good', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...impatient, clock }, requestTimeoutMs: 1000 });
  const writing = expect(client.setAcl('/a', acl.open)).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await peer.request();
  await client.updateServerList([other.endpoint]);
  const waiting = client.exists('/b');
  clock.advance(499);
  expect(client.state.status).toBe('connected');
  clock.advance(1);
  await writing;
  const next = await other.peer();
  expect(await next.accept()).toMatchObject({ sessionId: 7n });
  next.reply((await next.request()).header.xid, 2n, -101);
  expect(await waiting).toBeUndefined();
  await leave(client, server, other);
});

test('a new list of servers can not bring another chroot, and not nothing', async () => {
  const { client } = await open(server);
  await expect(client.updateServerList('a:1/app')).rejects.toThrow('/app');
  await expect(client.updateServerList([])).rejects.toMatchObject({ code: -8, outcome: 'not-executed' });
  await expect(client.updateServerList(() => Promise.resolve([]))).rejects.toMatchObject({ code: -1005 });
  await leave(client, server);
});
