import { getDataResponse, OpCode } from '@zookit/protocol';
import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnostics, type QueueReading, type ZooKeeper } from '../../src/index.ts';
import { answer, answerSync, loseReply, statOf } from '../ambiguity/lost-reply.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open, reached } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

/** The beginning of a frame that is longer than the client takes. */
function writeTooLong(peer: ScriptedPeer): void {
  peer.write(Buffer.from([0x00, 0x10, 0x00, 0x00]));
}

function queueReading(): QueueReading | undefined {
  const readings: QueueReading[] = [];
  diagnostics.queue.publish({ report: (one) => readings.push(one) });
  return readings[0];
}

test('a reply that is longer than the client takes ends its call, and what was sent behind it is sent again', async () => {
  const { client, peer } = await open(server);
  const poison = client.children('/many');
  const ended = expect(poison).rejects.toMatchObject({ code: -1003, path: '/many', cause: { name: 'FrameError' } });
  const other = client.exists('/other');
  await peer.request();
  await peer.request();
  writeTooLong(peer);
  await ended;
  const next = await server.peer();
  await next.accept();
  await answer(next, OpCode.exists, -101);
  expect(await other).toBeUndefined();
  await leave(client, server);
});

test('a reply that makes no sense ends its call, which is not sent again', async () => {
  const { client, peer } = await open(server);
  const ended = expect(client.children('/a')).rejects.toMatchObject({ code: -5, cause: { name: 'JuteError' } });
  peer.reply((await peer.request()).header.xid, 1n, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff]));
  await ended;
  const next = await server.peer();
  await next.accept();
  const later = client.exists('/b');
  await answer(next, OpCode.exists, -101);
  await later;
  await leave(client, server);
});

test('an observation of what is too long ends', async () => {
  const { client, peer } = await open(server);
  const first = client.observeChildren('/many').next();
  const ended = expect(first).rejects.toMatchObject({ code: -1003 });
  await peer.request();
  writeTooLong(peer);
  await ended;
  await leave(client, server);
});

test('an answer that is too long leaves the outcome of a lost create unknown, and is not asked for again', async () => {
  const lost = await loseReply(server, (client) => client.create('/queue/item-', '', { sequential: true }));
  await answerSync(lost.peer);
  await lost.peer.request();
  writeTooLong(lost.peer);
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown', cause: { cause: { code: -1003 } } });
  const next = await server.peer();
  await next.accept();
  const later = lost.client.exists('/b');
  await answer(next, OpCode.exists, -101);
  await later;
  await leave(lost.client, server);
});

test('a read is sent six times, and not again', async () => {
  const { client, peer } = await open(server);
  const reading = client.exists('/poison', { timeoutMs: Infinity });
  const ended = expect(reading).rejects.toMatchObject({ code: -4, context: { attempts: 6 } });
  await peer.request();
  peer.destroy();
  for (let count = 2; count <= 6; count++) {
    const next = await server.peer();
    await next.accept();
    await next.request();
    next.destroy();
  }
  await ended;
  await leave(client, server);
});

test('a write that was never carried out is sent six times, and not again', async () => {
  const lost = await loseReply(server, (client) => client.set('/poison', 'x', { timeoutMs: Infinity }));
  const ended = expect(lost.result).rejects.toMatchObject({ outcome: 'not-executed', context: { attempts: 6 } });
  let { peer } = lost;
  for (let count = 1; count <= 6; count++) {
    await answerSync(peer);
    await answer(peer, OpCode.getData, [getDataResponse, { data: null, stat: statOf() }]);
    if (count === 6) break;
    await peer.request();
    peer.destroy();
    peer = await server.peer();
    await peer.accept();
  }
  await ended;
  await leave(lost.client, server);
});

test('a question that each server answers by an end is asked six times, and the outcome stays unknown', async () => {
  const lost = await loseReply(server, (client) => client.set('/poison', 'x', { timeoutMs: Infinity }));
  const ended = expect(lost.result).rejects.toMatchObject({ outcome: 'unknown', context: { attempts: 1 } });
  let { peer } = lost;
  for (let count = 2; count <= 6; count++) {
    await peer.request();
    peer.destroy();
    if (count === 6) break;
    peer = await server.peer();
    await peer.accept();
  }
  await ended;
  await leave(lost.client, server);
});

/** Loses what a client sends, twice; `clock` is the client's. */
async function loseTwice(client: ZooKeeper, peer: ScriptedPeer, clock: VirtualClock): Promise<void> {
  await peer.request();
  peer.destroy();
  await reached(client, 'suspended');
  const second = await nextPeer(clock);
  await second.request();
  second.destroy();
  await reached(client, 'suspended');
}

async function nextPeer(clock: VirtualClock): Promise<ScriptedPeer> {
  await waitFor('a connection', () => {
    clock.advance(0);
    return server.waitingCount > 0;
  });
  const next = await server.peer();
  await next.accept();
  return next;
}

test('behind a call that was lost a second time all calls wait', async () => {
  const clock = new VirtualClock();
  const environment = { ...impatient, clock, random: () => 0.5 };
  const { client, peer } = await open(server, { environment, reconnect: () => 0 });
  const reading = client.exists('/a');
  await loseTwice(client, peer, clock);
  const other = client.exists('/b');
  const third = await nextPeer(clock);
  await reached(client, 'connected');
  clock.advance(24);
  expect(queueReading()).toMatchObject({ inFlight: 0, queued: 2 });
  clock.advance(1);
  expect(queueReading()).toMatchObject({ inFlight: 1, queued: 1 });
  await answer(third, OpCode.exists, -101);
  await answer(third, OpCode.exists, -101);
  await Promise.all([reading, other]);
  await leave(client, server);
});

test('the more often calls are lost, the fewer are on their way together, until they are answered', async () => {
  const { client, peer } = await open(server);
  const calls = Array.from({ length: 16 }, (_, index) => client.exists(`/${index}`));
  await waitFor('all', () => queueReading()?.inFlight === 16);
  peer.destroy();
  let last = peer;
  for (const inFlight of [16, 4, 1]) {
    await reached(client, 'suspended');
    last = await server.peer();
    await last.accept();
    await waitFor('as many', () => queueReading()?.inFlight === inFlight);
    expect(queueReading()?.queued).toBe(16 - inFlight);
    await last.request();
    if (inFlight > 1) last.destroy();
  }
  last.reply(1, 20n, -101);
  for (let count = 1; count < 16; count++) await answer(last, OpCode.exists, -101);
  await Promise.all(calls);
  const later = [client.exists('/a'), client.exists('/b')];
  await waitFor('both', () => queueReading()?.inFlight === 2);
  for (let count = 0; count < 2; count++) await answer(last, OpCode.exists, -101);
  await Promise.all(later);
  await leave(client, server);
});

test('a connection on which nothing was sent changes nothing about that', async () => {
  const { client, peer } = await open(server);
  const calls = Array.from({ length: 8 }, (_, index) => client.exists(`/${index}`));
  await waitFor('all', () => queueReading()?.inFlight === 8);
  peer.destroy();
  const second = await server.peer();
  await second.accept();
  await waitFor('all again', () => queueReading()?.inFlight === 8);
  second.destroy();
  (await server.peer()).destroy();
  const last = await server.peer();
  await last.accept();
  await waitFor('some', () => queueReading()?.inFlight === 2);
  expect(queueReading()?.queued).toBe(6);
  for (let count = 0; count < 8; count++) await answer(last, OpCode.exists, -101);
  await Promise.all(calls);
  await leave(client, server);
});

test('what is sent for the last time is sent alone: the calls beside one that ends each connection get through', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 300 } });
  const poison = expect(client.exists('/poison')).rejects.toMatchObject({ code: -4, context: { attempts: 6 } });
  const others = Array.from({ length: 299 }, (_, index) => client.exists(`/${index}`));
  let last = peer;
  for (const inFlight of [300, 300, 75, 19, 5, 1]) {
    await waitFor('as many', () => queueReading()?.inFlight === inFlight);
    await last.request();
    last.destroy();
    last = await server.peer();
    await last.accept();
  }
  await poison;
  for (const _ of others) await answer(last, OpCode.exists, -101);
  await Promise.all(others);
  await leave(client, server);
});

test('a call that times out while nothing is sent says so', async () => {
  const clock = new VirtualClock();
  const environment = { ...impatient, clock, random: () => 0.5 };
  const { client, peer } = await open(server, { environment, reconnect: () => 0 });
  const reading = client.exists('/a');
  await loseTwice(client, peer, clock);
  const other = client.exists('/b', { timeoutMs: 10 });
  const ended = expect(other).rejects.toThrow('the client waits, as the same calls were lost more than once');
  const third = await nextPeer(clock);
  await reached(client, 'connected');
  clock.advance(25);
  await ended;
  await answer(third, OpCode.exists, -101);
  await reading;
  await leave(client, server);
});

test('a call that times out after it was sent again says what it was lost by', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...impatient, clock }, reconnect: () => 0 });
  const reading = client.exists('/a', { timeoutMs: 100 });
  const ended = expect(reading).rejects.toMatchObject({ code: -122, cause: { name: 'LinkError' } });
  await peer.request();
  peer.end();
  await reached(client, 'suspended');
  await waitFor('a connection', () => {
    clock.advance(0);
    return server.waitingCount > 0;
  });
  const next = await server.peer();
  await next.accept();
  await next.request();
  clock.advance(100);
  await ended;
  await leave(client, server);
});
