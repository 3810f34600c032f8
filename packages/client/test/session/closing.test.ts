import { OpCode } from '@zookit/protocol';
import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type ZooKeeper } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { impatient, open, reached, statusOf, unknownSession } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function expectClosed(client: ZooKeeper): Promise<void> {
  expect(client.state).toEqual({ status: 'closed', error: undefined });
  await expect(client.get('/a')).rejects.toMatchObject({ code: -116, outcome: 'not-executed' });
  await client.close();
}

test('close keeps the session when it shall, and waits for the answers', async () => {
  const { client, peer } = await open(server);
  const reading = client.exists('/a');
  const closing = client.close({ keepSession: true });
  const { header } = await peer.request();
  expect(statusOf(client)).toBe('connected');
  peer.reply(header.xid, 1n, -101);
  expect(await reading).toBeUndefined();
  await closing;
  await waitFor('the end', () => peer.isEnded);
  await expectClosed(client);
});

test('a call that the server leaves unanswered ends with the client', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { clock } });
  const writing = client.set('/a', 'x');
  const closing = client.close({ timeoutMs: 100, keepSession: true });
  await peer.request();
  clock.advance(100);
  await expect(writing).rejects.toMatchObject({ code: -116, outcome: 'unknown' });
  await closing;
  expect(clock.pendingCount).toBe(0);
});

test('a client that closes when it was about to leave its server waits for what it is told to, and for nothing else', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...impatient, clock }, requestTimeoutMs: 1000 });
  const writing = client.set('/a', 'x');
  await peer.request();
  await client.updateServerList('127.0.0.1:1');
  const closing = client.close({ timeoutMs: 700, keepSession: true });
  clock.advance(699);
  expect(statusOf(client)).toBe('connected');
  clock.advance(1);
  await closing;
  await expect(writing).rejects.toMatchObject({ code: -116, outcome: 'unknown' });
  expect(clock.pendingCount).toBe(0);
});

test.for([true, false])(
  'a connection that breaks while the client closes ends it, session kept: %s',
  async (keepSession) => {
    const { client, peer } = await open(server);
    const writing = client.set('/a', 'x');
    const closing = client.close({ keepSession });
    await peer.request();
    peer.destroy();
    await expect(writing).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
    await closing;
    await expectClosed(client);
    expect(server.waitingCount).toBe(0);
  },
);

test('a client that was never started closes at once', async () => {
  const client = await connect({ connect: [server.endpoint], lazy: true });
  await client.close();
  await expectClosed(client);
  await expect(client.ready()).rejects.toMatchObject({ code: -116, operation: 'ready' });
  expect(server.waitingCount).toBe(0);
});

test('a client closes at once while it connects, and no attempt follows', async () => {
  const client = await connect({ connect: [server.endpoint], lazy: true });
  const waiting = client.get('/a');
  const peer = await server.peer();
  await peer.handshake();
  await client.close();
  await expect(waiting).rejects.toMatchObject({ code: -116, outcome: 'not-executed' });
  await waitFor('the end', () => peer.isEnded);
  await expectClosed(client);
});

test('a client closes at once while it is suspended', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { clock } });
  peer.destroy();
  await reached(client, 'suspended');
  const waiting = client.get('/a');
  await client.close();
  await expect(waiting).rejects.toMatchObject({ code: -116, outcome: 'not-executed' });
  await expectClosed(client);
  expect(clock.pendingCount).toBe(0);
});

test('a client closes at once while its session is lost', async () => {
  const { client, peer } = await open(server);
  peer.destroy();
  await (await server.peer()).accept(unknownSession);
  await reached(client, 'lost');
  await (await server.peer()).handshake();
  await client.close();
  await expectClosed(client);
});

test('close answers every caller alike, and asks the server once', async () => {
  const { client, peer } = await open(server);
  const closing = [client.close(), client.close({ timeoutMs: 1 }), client[Symbol.asyncDispose]()];
  const { header } = await peer.request();
  expect(header.opCode).toBe(OpCode.closeSession);
  peer.reply(header.xid, 2n);
  await Promise.all(closing);
  await expectClosed(client);
});

test('a client that is closed by a listener of its own state does nothing more', async () => {
  const connecting = connect({ connect: [server.endpoint], environment: impatient, lazy: true });
  const client = await connecting;
  client.addEventListener('state', ({ detail }) => {
    if (detail.state.status === 'connected') void client.close({ timeoutMs: 0 });
  });
  const waiting = client.get('/a');
  const peer = await server.peer();
  await peer.accept();
  await expect(waiting).rejects.toMatchObject({ code: -116 });
  await expectClosed(client);
});
