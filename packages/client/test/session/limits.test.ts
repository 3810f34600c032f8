import { existsRequest, existsResponse, setDataRequest } from '@zookit/protocol';
import { decode } from '@zookit/jute';
import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, diagnostics, type QueueReading } from '../../src/index.ts';
import { statOf } from '../ambiguity/lost-reply.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open, reached } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function answerExists(peer: ScriptedPeer): Promise<string> {
  const { header, body } = await peer.request();
  peer.replyWith(header.xid, 1n, existsResponse, { stat: statOf() });
  return decode(existsRequest, body).path;
}

function reading(): QueueReading {
  const readings: QueueReading[] = [];
  diagnostics.queue.publish({ report: (one) => readings.push(one) });
  expect(readings).toHaveLength(1);
  return readings[0]!;
}

test('calls beyond those in flight wait for their turn, in their order', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 2 } });
  const order: string[] = [];
  const paths = ['/a', '/b', '/c', '/d', '/e'];
  const calls = paths.map((path) => client.exists(path).then(() => order.push(path)));
  await waitFor('the first requests', () => peer.chunkCount > 1);
  expect(reading()).toMatchObject({ inFlight: 2, queued: 3 });
  for (const path of paths) expect(await answerExists(peer)).toBe(path);
  await Promise.all(calls);
  expect(order).toEqual(paths);
  expect(reading()).toEqual({ inFlight: 0, inFlightBytes: 0, queued: 0 });
  await leave(client, server);
});

test('requests beyond the bytes in flight wait, and one of any length gets its turn', async () => {
  const { client, peer } = await open(server, { limits: { inFlightBytes: 1000 } });
  const long = client.set('/long', new Uint8Array(5000));
  const short = client.exists('/short');
  const { header, body } = await peer.request();
  expect(decode(setDataRequest, body).data).toHaveLength(5000);
  expect(reading()).toMatchObject({ inFlight: 1, queued: 1 });
  expect(reading().inFlightBytes).toBeGreaterThan(5000);
  peer.reply(header.xid, 1n, -101);
  await expect(long).rejects.toMatchObject({ code: -101 });
  expect(await answerExists(peer)).toBe('/short');
  await short;
  await leave(client, server);
});

test('more calls than may wait are refused, and there is room again when one has ended', async () => {
  const { client } = await open(server, { limits: { inFlight: 1, queued: 2 } });
  const controller = new AbortController();
  const calls = [client.exists('/a'), client.exists('/b', { signal: controller.signal }), client.exists('/c')];
  const ends = calls.map((call) => call.catch(() => undefined));
  await expect(client.exists('/d')).rejects.toMatchObject({ code: -1002, outcome: 'not-executed', path: '/d' });
  controller.abort();
  await ends[1];
  ends.push(client.exists('/e').catch(() => undefined));
  expect(reading()).toMatchObject({ inFlight: 1, queued: 2 });
  await expect(client.exists('/f')).rejects.toMatchObject({ code: -1002 });
  await leave(client, server);
  await Promise.all(ends);
});

test('with overflow error a call too many fails at once, but calls wait for a connection', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 1, overflow: 'error' } });
  const first = client.exists('/a');
  await expect(client.exists('/b')).rejects.toMatchObject({ code: -1002, outcome: 'not-executed' });
  peer.destroy();
  await reached(client, 'suspended');
  const waiting = client.exists('/c');
  const next = await server.peer();
  await next.accept();
  expect([await answerExists(next), await answerExists(next)]).toEqual(['/a', '/c']);
  await Promise.all([first, waiting]);
  await leave(client, server);
});

test('a call that was aborted in flight keeps its place until its reply has come', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 2 } });
  const controller = new AbortController();
  const aborted = client.exists('/a', { signal: controller.signal });
  const request = await peer.request();
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError', outcome: 'unknown' });
  const second = client.exists('/b');
  const third = client.exists('/c');
  const next = await peer.request();
  expect(decode(existsRequest, next.body).path).toBe('/b');
  expect(reading()).toMatchObject({ inFlight: 2, queued: 1 });
  peer.replyWith(request.header.xid, 1n, existsResponse, { stat: statOf() });
  peer.reply(next.header.xid, 1n, -101);
  expect(await second).toBeUndefined();
  expect(await answerExists(peer)).toBe('/c');
  await third;
  await leave(client, server);
});

test('a call that was aborted before it was sent is never sent', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 1 } });
  const controller = new AbortController();
  const first = client.exists('/a');
  const aborted = client.exists('/b', { signal: controller.signal });
  const third = client.exists('/c');
  controller.abort('no');
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError', cause: 'no', outcome: 'not-executed' });
  expect([await answerExists(peer), await answerExists(peer)]).toEqual(['/a', '/c']);
  await Promise.all([first, third]);
  await leave(client, server);
});

test('calls end by their deadline in the queue, in flight and without a connection', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { limits: { inFlight: 1 }, environment: { ...impatient, clock } });
  const inFlight = expect(client.set('/a', 'x', { timeoutMs: 100 })).rejects.toMatchObject({ outcome: 'unknown' });
  const queued = expect(client.set('/b', 'x', { timeoutMs: 100 })).rejects.toMatchObject({
    code: -122,
    outcome: 'not-executed',
  });
  await peer.request();
  clock.advance(100);
  await Promise.all([inFlight, queued]);
  peer.destroy();
  await reached(client, 'suspended');
  const offline = client.set('/c', 'x', { timeoutMs: 50 });
  clock.advance(50);
  await expect(offline).rejects.toMatchObject({ code: -122, outcome: 'not-executed' });
  await leave(client, server);
});

test.for([{ inFlight: 0 }, { inFlightBytes: 1.5 }, { queued: -1 }, { packetBytes: NaN }])(
  'limits that make no sense are refused: %o',
  async (limits) => {
    await expect(connect({ connect: [server.endpoint], limits })).rejects.toThrow('must be a whole number from 1');
  },
);

test('many calls that ended while they waited are forgotten', async () => {
  const { client } = await open(server, { limits: { inFlight: 1, queued: 100 } });
  const held = client.exists('/a').catch(() => undefined);
  for (let index = 0; index < 10_000; index++) {
    const controller = new AbortController();
    const call = client.exists('/b', { signal: controller.signal }).catch(() => undefined);
    controller.abort();
    await call;
  }
  expect(reading()).toMatchObject({ inFlight: 1, queued: 0 });
  await leave(client, server);
  await held;
});

test('a million replies that come together are taken one after the other, on a flat stack', async () => {
  const count = 1_000_000;
  const { client, peer } = await open(server, {
    limits: { inFlight: count, inFlightBytes: 0x7fff_ffff },
    // However busy the machine is, nothing runs out of time meanwhile.
    environment: { ...impatient, clock: new VirtualClock() },
  });
  let answered = 0;
  let depthMax = 0;
  // Told where a reply is taken, not in a turn of its own.
  const succeeded = (): void => {
    answered++;
    if (answered % 100_000 === 0) depthMax = Math.max(depthMax, stackDepth());
  };
  const retry = Object.assign(() => false as const, { succeeded });
  for (let index = 0; index < count; index++) void client.exists('/a', { retry });
  answerMany(peer, count);
  await waitFor('all replies', () => answered === count);
  expect(depthMax).toBeGreaterThan(1);
  expect(depthMax).toBeLessThan(30);
  expect(reading()).toMatchObject({ inFlight: 0, queued: 0 });
  await leave(client, server);
});

function stackDepth(): number {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1000;
  const { stack = '' } = new Error('here');
  Error.stackTraceLimit = limit;
  return stack.split('\n').length;
}

/** Writes the replies to all requests from the first xid on, without looking at them, in large chunks. */
function answerMany(peer: ScriptedPeer, count: number): void {
  const frame = Buffer.alloc(20);
  frame.writeInt32BE(16, 0);
  frame.writeInt32BE(-101, 16);
  const perChunk = 50_000;
  for (let xid = 1; xid <= count; xid += perChunk) {
    const chunk = Buffer.alloc(perChunk * frame.length);
    for (let index = 0; index < perChunk; index++) {
      frame.writeInt32BE(xid + index, 4);
      frame.copy(chunk, index * frame.length);
    }
    peer.write(chunk);
  }
}
