import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, systemEnvironment } from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { leave, open, reached, statusesOf } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

/** The next connection, which is a question whether the server has a quorum. */
async function probe(clock: VirtualClock): Promise<ScriptedPeer> {
  const peer = await server.peer();
  await waitFor('the word', () => {
    clock.advance(0);
    return peer.word !== undefined;
  });
  expect(peer.word).toBe('isro');
  return peer;
}

async function answer(peer: ScriptedPeer, text: string): Promise<void> {
  peer.write(Buffer.from(text));
  peer.end();
  await waitFor('the end', () => peer.isEnded);
}

test('a client asks for a server that has a quorum, and for any with `readOnly`', async () => {
  const first = connect({ connect: [server.endpoint] });
  expect(await (await server.peer()).accept()).toMatchObject({ readOnly: false });
  await leave(await first);
  const second = connect({ connect: [server.endpoint], readOnly: true });
  expect(await (await server.peer()).accept()).toMatchObject({ readOnly: true });
  const client = await second;
  expect(client.state).toMatchObject({ status: 'connected', isReadOnly: false });
  await leave(client, server);
});

test('from a server without a quorum the client goes to one that has it, and takes its session along', async () => {
  const clock = new VirtualClock();
  const environment = { ...systemEnvironment, clock, random: () => 0 };
  const { client, peer } = await open(server, { readOnly: true, environment });
  clock.advance(1000);
  peer.end();
  await reached(client, 'suspended');
  const readOnly = await server.peer();
  expect(await readOnly.accept({ readOnly: true })).toMatchObject({ sessionId: 7n, readOnly: true });
  await reached(client, 'connected');
  expect(client.state).toMatchObject({ isReadOnly: true, isResumed: true });
  const states = statusesOf(client);
  const ready = client.ready();
  const reading = client.exists('/a');
  const { header } = await readOnly.request();
  clock.advance(100);
  await answer(await probe(clock), 'ro');
  clock.advance(199);
  expect(server.waitingCount).toBe(0);
  clock.advance(1);
  await answer(await probe(clock), 'rw');
  const waiting = client.exists('/b');
  expect(states).toEqual([]);
  readOnly.reply(header.xid, 1n, -101);
  expect(await reading).toBeUndefined();
  const next = await server.peer();
  expect(await next.accept()).toMatchObject({ sessionId: 7n });
  expect(await ready).toMatchObject({ id: 7n });
  next.reply((await next.request()).header.xid, 1n, -101);
  expect(await waiting).toBeUndefined();
  expect(states).toEqual(['suspended', 'connected']);
  expect(client.state).toMatchObject({ isReadOnly: false, isResumed: true });
  await leave(client, server);
});

test('a session that a server without a quorum began is not taken to another one', async () => {
  const { client, peer } = await open(server, { readOnly: true }, { readOnly: true });
  expect(client.state).toMatchObject({ isReadOnly: true });
  await expect(client.ready({ timeoutMs: 0 })).rejects.toMatchObject({ code: -122, operation: 'ready' });
  expect(await client.ready({ allowReadOnly: true })).toMatchObject({ generation: 1 });
  peer.destroy();
  const next = await server.peer();
  expect(await next.accept({ sessionId: 8n })).toMatchObject({ sessionId: 0n });
  expect(await client.ready()).toMatchObject({ id: 8n, generation: 2 });
  expect(client.state).toMatchObject({ isResumed: false });
  await leave(client, server);
});

test('a server that does not answer whether it has a quorum is asked again later', async () => {
  const clock = new VirtualClock();
  const environment = { ...systemEnvironment, clock };
  const { client } = await open(server, { readOnly: true, environment }, { readOnly: true, timeoutMs: 600_000 });
  clock.advance(100);
  const silent = await probe(clock);
  clock.advance(1000);
  await waitFor('the end', () => silent.isEnded);
  clock.advance(200);
  await answer(await probe(clock), 'isro is not executed because it is not in the whitelist.\n');
  for (let interval = 400; interval <= 120_000; interval *= 2) {
    await waitFor('the next interval', () => clock.pendingCount === 2);
    clock.advance(Math.min(interval, 60_000) - 1);
    expect(server.waitingCount).toBe(0);
    clock.advance(1);
    await answer(await probe(clock), 'null');
  }
  await leave(client, server);
  expect(clock.pendingCount).toBe(0);
});

test('an answer of a read-only server without local sessions is no session', async () => {
  const connecting = connect({ connect: [server.endpoint], readOnly: true, environment: { random: () => 0 } });
  const peer = await server.peer();
  await peer.handshake();
  peer.reply(0, 0x1_0000_0001n, -119);
  const next = await server.peer();
  await next.accept();
  const client = await connecting;
  expect(client.state).toMatchObject({ isReadOnly: false });
  await leave(client, server);
});
