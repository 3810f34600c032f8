import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { decode } from '@zookit/jute';
import {
  addWatchRequest,
  checkWatchesRequest,
  ErrorCode,
  errorResponse,
  EventType,
  getChildren2Request,
  getChildren2Response,
  getDataRequest,
  OpCode,
  removeWatchesRequest,
  WatcherType,
} from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  AbortedError,
  BadArgumentsError,
  NoAuthError,
  systemEnvironment,
  QueueFullError,
  UnimplementedError,
  type Watch,
  type WatchEvent,
  type WatchOptions,
  type ZooKeeper,
} from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { dataFrame, eventFrame, leave, open, stat } from './watching-peer.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function armed(client: ZooKeeper, peer: ScriptedPeer, path: string, options: WatchOptions = {}): Promise<Watch> {
  const watch = client.watch(path, options);
  const { header, body } = await peer.request();
  expect(header.opCode).toBe(OpCode.addWatch);
  expect(decode(addWatchRequest, body).mode).toBe(options.recursive === true ? 1 : 0);
  peer.replyWith(header.xid, 5n, errorResponse, { error: 0 });
  await watch.armed;
  expect(await take(watch)).toEqual({ type: 'resync', reason: 'armed' });
  return watch;
}

/** Lets the server say that it has no such watch at `/a`, and take it again. */
async function armedAgain(watch: Watch, peer: ScriptedPeer, type: WatcherType, mode: number): Promise<void> {
  const asked = await peer.request();
  expect([asked.header.opCode, decode(checkWatchesRequest, asked.body)]).toEqual([
    OpCode.checkWatches,
    { path: '/a', type },
  ]);
  peer.reply(asked.header.xid, 5n, ErrorCode.MarshallingError);
  const again = await peer.request();
  expect(decode(addWatchRequest, again.body)).toEqual({ path: '/a', mode });
  peer.replyWith(again.header.xid, 5n, errorResponse, { error: 0 });
  expect(await take(watch)).toEqual({ type: 'resync', reason: 'armed' });
}

async function take(watch: Watch): Promise<WatchEvent | undefined> {
  return (await watch.next()).value;
}

test('a watch tells what happens at its path, as its view sees it', async () => {
  const { client, peer } = await open(server, { chroot: '/app' });
  const view = client.namespace('/services');
  const watching = view.watch('/a');
  const { header, body } = await peer.request();
  expect(decode(addWatchRequest, body)).toEqual({ path: '/app/services/a', mode: 0 });
  peer.replyWith(header.xid, 5n, errorResponse, { error: 0 });
  for (const [type, zxid] of [
    [1, 6n],
    [3, 7n],
    [4, 8n],
    [2, 9n],
  ] as const) {
    peer.write(eventFrame(type, '/app/services/a', zxid));
  }
  const events: WatchEvent[] = [];
  for await (const event of watching) {
    events.push(event);
    if (event.type === 'deleted') break;
  }
  expect(events).toEqual([
    { type: 'resync', reason: 'armed' },
    { type: 'created', path: '/a', zxid: 6n },
    { type: 'changed', path: '/a', zxid: 7n },
    { type: 'children', path: '/a', zxid: 8n },
    { type: 'deleted', path: '/a', zxid: 9n },
  ]);
  await leave(client, server);
});

test('a recursive watch tells of all below, but not of children that another watch is told about', async () => {
  const { client, peer } = await open(server);
  const deep = await armed(client, peer, '/a', { recursive: true });
  peer.write(eventFrame(EventType.NodeChildrenChanged, '/a', 6n));
  peer.write(eventFrame(EventType.NodeCreated, '/ab', 6n));
  peer.write(eventFrame(EventType.NodeCreated, '/a/b/c', 7n));
  expect(await take(deep)).toEqual({ type: 'created', path: '/a/b/c', zxid: 7n });
  await leave(client, server);
});

test('a consumer who waits gets the event before the reply that shows it', async () => {
  const { client, peer } = await open(server);
  const watch = await armed(client, peer, '/a');
  const order: string[] = [];
  const event = watch.next().then(({ value }) => order.push(value?.type ?? 'nothing'));
  const reading = client.get('/a').then(() => order.push('reply'));
  const { header } = await peer.request();
  peer.write(
    Buffer.concat([eventFrame(EventType.NodeDataChanged, '/a', 6n), dataFrame(header.xid, 6n, Buffer.alloc(0))]),
  );
  await Promise.all([event, reading]);
  expect(order).toEqual(['changed', 'reply']);
  await leave(client, server);
});

test('a slow consumer is told to read again instead of what did not fit', async () => {
  const { client, peer } = await open(server);
  const watch = await armed(client, peer, '/a', { highWaterMark: 2 });
  const told = await armed(client, peer, '/a');
  for (const zxid of [6n, 7n, 8n]) peer.write(eventFrame(EventType.NodeDataChanged, '/a', zxid));
  for (const zxid of [6n, 7n, 8n]) expect(await take(told)).toMatchObject({ zxid });
  expect(await take(watch)).toEqual({ type: 'resync', reason: 'overflow' });
  peer.write(eventFrame(EventType.NodeDataChanged, '/a', 9n));
  expect(await take(watch)).toMatchObject({ zxid: 9n });
  await leave(client, server);
});

test('the last of several watches of a path takes the watch of the server with it', async () => {
  const { client, peer } = await open(server);
  const first = await armed(client, peer, '/a');
  const second = await armed(client, peer, '/a');
  await first[Symbol.asyncDispose]();
  expect(await first.next()).toEqual({ done: true, value: undefined });
  peer.write(eventFrame(EventType.NodeDataChanged, '/a', 6n));
  expect(await take(second)).toMatchObject({ type: 'changed' });
  await second.return();
  const { header, body } = await peer.request();
  expect([header.opCode, decode(removeWatchesRequest, body)]).toEqual([
    OpCode.removeWatches,
    { path: '/a', type: WatcherType.Any },
  ]);
  await leave(client, server);
});

test('a signal ends the loop without an error, behind what has already come', async () => {
  const { client, peer } = await open(server);
  const stop = new AbortController();
  const watch = await armed(client, peer, '/a', { signal: stop.signal });
  const witness = await armed(client, peer, '/a');
  peer.write(eventFrame(EventType.NodeDataChanged, '/a', 6n));
  await take(witness);
  stop.abort();
  const events: WatchEvent[] = [];
  for await (const event of watch) events.push(event);
  expect(events).toEqual([{ type: 'changed', path: '/a', zxid: 6n }]);
  await leave(client, server);
});

test('a consumer who waits is let go by the signal, by dispose and by the end of the client', async () => {
  const { client, peer } = await open(server);
  const stop = new AbortController();
  const watches = [await armed(client, peer, '/a', { signal: stop.signal }), await armed(client, peer, '/a')];
  watches.push(await armed(client, peer, '/a'));
  const waiting = watches.map((watch) => watch.next());
  stop.abort();
  await watches[1]?.[Symbol.asyncDispose]();
  await leave(client, server);
  for (const each of waiting) expect(await each).toEqual({ done: true, value: undefined });
});

test('a watch whose signal is aborted from the start asks for nothing', async () => {
  const { client, peer } = await open(server);
  const watch = client.watch('/a', { signal: AbortSignal.abort('no') });
  await expect(watch.armed).rejects.toThrow(AbortedError);
  expect(await watch.next()).toEqual({ done: true, value: undefined });
  const reading = client.get('/b');
  expect((await peer.request()).header.opCode).toBe(OpCode.getData);
  await leave(client, server);
  await expect(reading).rejects.toThrow();
});

test('a watch that is left before the server has answered is dropped there', async () => {
  const { client, peer } = await open(server);
  const watch = client.watch('/a');
  const { header } = await peer.request();
  await watch[Symbol.asyncDispose]();
  const { header: next, body } = await peer.request();
  expect([next.opCode, decode(removeWatchesRequest, body).path]).toEqual([OpCode.removeWatches, '/a']);
  peer.replyWith(header.xid, 5n, errorResponse, { error: 0 });
  peer.reply(next.xid, 5n);
  await leave(client, server);
});

test('a watch of a path that is none and a bound that holds nothing are refused at once', async () => {
  const { client } = await open(server);
  expect(() => client.watch('a')).toThrow(BadArgumentsError);
  expect(() => client.watch('/a', { highWaterMark: 0 })).toThrow(BadArgumentsError);
  await leave(client, server);
});

test('what the server refuses is thrown by the loop, once', async () => {
  const { client, peer } = await open(server);
  const watch = client.watch('/a');
  peer.reply((await peer.request()).header.xid, 5n, ErrorCode.NoAuth);
  await expect(watch.armed).rejects.toThrow(NoAuthError);
  await expect(watch.next()).rejects.toThrow(NoAuthError);
  expect(await watch.next()).toEqual({ done: true, value: undefined });
  await leave(client, server);
});

test('a server that does not know addWatch is not asked again', async () => {
  const { client, peer } = await open(server, { environment: { ...systemEnvironment, random: () => 0 } });
  const watch = client.watch('/a');
  peer.reply((await peer.request()).header.xid, -1n, ErrorCode.Unimplemented);
  peer.end();
  await expect(watch.next()).rejects.toThrow(UnimplementedError);
  const next = await server.peer();
  await next.accept();
  await client.ready();
  await expect(client.watch('/a').next()).rejects.toThrow(UnimplementedError);
  const reading = client.get('/b');
  expect((await next.request()).header).toEqual({ xid: 1, opCode: OpCode.getData });
  await leave(client, server);
  await expect(reading).rejects.toThrow();
});

test('a watch for one event rests on one for good, which stays until it has fired', async () => {
  const { client, peer } = await open(server);
  const watch = await armed(client, peer, '/a');
  const reading = client.getAndWatch('/a');
  const { header, body } = await peer.request();
  expect(decode(getDataRequest, body)).toEqual({ path: '/a', watch: false });
  peer.write(dataFrame(header.xid, 5n, Buffer.alloc(0)));
  const shot = await reading;
  await watch[Symbol.asyncDispose]();
  peer.write(eventFrame(EventType.NodeDataChanged, '/a', 6n));
  expect(await shot.watch.fired).toMatchObject({ type: 'changed', zxid: 6n });
  const removal = await peer.request();
  expect(decode(removeWatchesRequest, removal.body)).toEqual({ path: '/a', type: WatcherType.Any });
  await leave(client, server);
});

test('a plain watch rests on a recursive one, where the server keeps but one mode for a path', async () => {
  const { client, peer } = await open(server);
  const deep = await armed(client, peer, '/a', { recursive: true });
  const plain = await armed(client, peer, '/a');
  await armedAgain(deep, peer, WatcherType.PersistentRecursive, 1);
  peer.write(eventFrame(EventType.NodeCreated, '/a/b'));
  expect(await take(deep)).toEqual({ type: 'created', path: '/a/b', zxid: undefined });
  expect(await take(plain)).toEqual({ type: 'children', path: '/a', zxid: undefined });
  await deep.return();
  const removal = await peer.request();
  expect(decode(removeWatchesRequest, removal.body)).toEqual({ path: '/a', type: WatcherType.PersistentRecursive });
  peer.reply(removal.header.xid, 5n, ErrorCode.MarshallingError);
  const alone = await peer.request();
  expect(decode(addWatchRequest, alone.body)).toEqual({ path: '/a', mode: 0 });
  peer.replyWith(alone.header.xid, 5n, errorResponse, { error: 0 });
  expect(await take(plain)).toEqual({ type: 'resync', reason: 'armed' });
  await leave(client, server);
});

test('what rests on a recursive watch is told of children when those who set it have gone', async () => {
  const { client, peer } = await open(server);
  const plain = await armed(client, peer, '/a');
  const reading = client.childrenAndWatch('/a');
  const { header, body } = await peer.request();
  expect(decode(getChildren2Request, body)).toEqual({ path: '/a', watch: false });
  peer.replyWith(header.xid, 5n, getChildren2Response, { children: [], stat });
  const { watch } = await reading;
  const deep = await armed(client, peer, '/a', { recursive: true });
  await deep.return();
  peer.write(eventFrame(EventType.NodeCreated, '/a/b'));
  expect(await watch.fired).toEqual({ type: 'children', path: '/a', zxid: undefined });
  expect(await take(plain)).toEqual({ type: 'children', path: '/a', zxid: undefined });
  await leave(client, server);
});

test('a watch for one event that is set before a watch for good is known is none that takes its place', async () => {
  const { client, peer } = await open(server);
  const watch = client.watch('/a');
  const { header: adding } = await peer.request();
  const reading = client.getAndWatch('/a');
  const { header, body } = await peer.request();
  expect(decode(getDataRequest, body)).toEqual({ path: '/a', watch: true });
  peer.replyWith(adding.xid, 5n, errorResponse, { error: 0 });
  peer.write(dataFrame(header.xid, 5n, Buffer.alloc(0)));
  await reading;
  expect(await take(watch)).toEqual({ type: 'resync', reason: 'armed' });
  await armedAgain(watch, peer, WatcherType.Persistent, 0);
  await leave(client, server);
});

test('while a server before 3.9 has another watch in the place of one for good, none rests on that', async () => {
  const { client, peer } = await open(server);
  const watch = client.watch('/a');
  const { header: adding } = await peer.request();
  const first = client.getAndWatch('/a');
  const one = await peer.request();
  peer.replyWith(adding.xid, 5n, errorResponse, { error: 0 });
  await watch.armed;
  const second = client.childrenAndWatch('/a');
  const asked = await peer.request();
  expect(asked.header.opCode).toBe(OpCode.checkWatches);
  const two = await peer.request();
  expect(decode(getChildren2Request, two.body)).toEqual({ path: '/a', watch: true });
  peer.write(dataFrame(one.header.xid, 5n, Buffer.alloc(0)));
  peer.reply(asked.header.xid, 5n, ErrorCode.MarshallingError);
  peer.replyWith(two.header.xid, 5n, getChildren2Response, { children: [], stat });
  await Promise.all([first, second]);
  const again = await peer.request();
  expect(decode(addWatchRequest, again.body)).toEqual({ path: '/a', mode: 0 });
  const third = client.getAndWatch('/a');
  const three = await peer.request();
  expect(decode(getDataRequest, three.body)).toEqual({ path: '/a', watch: false });
  peer.replyWith(again.header.xid, 5n, errorResponse, { error: 0 });
  peer.write(dataFrame(three.header.xid, 5n, Buffer.alloc(0)));
  await third;
  await leave(client, server);
});

test('nor is it disturbed where the server keeps both', async () => {
  const { client, peer } = await open(server);
  const deep = await armed(client, peer, '/a', { recursive: true });
  await armed(client, peer, '/a');
  peer.reply((await peer.request()).header.xid, 5n);
  peer.write(eventFrame(EventType.NodeCreated, '/a/b', 6n));
  expect(await take(deep)).toMatchObject({ type: 'created' });
  const reading = client.exists('/b');
  const { header } = await peer.request();
  expect(header.opCode).toBe(OpCode.exists);
  peer.reply(header.xid, 6n, ErrorCode.NoNode);
  await reading;
  await leave(client, server);
});

test('a watch waits for its turn, whatever the limits say of calls', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 1, queued: 1, overflow: 'error' } });
  const states = client.observe('/a');
  const first = states.next();
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  await first;
  const busy = client.exists('/busy');
  await expect(client.exists('/other')).rejects.toThrow(QueueFullError);
  const watch = client.watch('/b');
  const second = states.next();
  peer.write(eventFrame(EventType.NodeDataChanged, '/a', 6n));
  peer.reply((await peer.request()).header.xid, 6n, ErrorCode.NoNode);
  await busy;
  peer.replyWith((await peer.request()).header.xid, 6n, errorResponse, { error: 0 });
  await watch.armed;
  peer.write(dataFrame((await peer.request()).header.xid, 6n, Buffer.from('x')));
  expect(await second).toMatchObject({ done: false, value: { exists: true } });
  await leave(client, server);
});

test('diagnostics hear each event once, and how far behind the slowest consumer is', async () => {
  const { client, peer } = await open(server);
  const messages: unknown[] = [];
  const onMessage = (message: unknown): void => void messages.push(message);
  subscribe('zookit:client:watch', onMessage);
  const slow = await armed(client, peer, '/a', { highWaterMark: 1 });
  const quick = await armed(client, peer, '/a');
  for (const zxid of [6n, 7n]) {
    peer.write(eventFrame(EventType.NodeDataChanged, '/a', zxid));
    await take(quick);
  }
  unsubscribe('zookit:client:watch', onMessage);
  const event = { type: 'changed', path: '/a', reason: undefined, lagEvents: 1 };
  const resync = { type: 'resync', path: '/a', zxid: undefined, lagEvents: 1 };
  expect(messages).toEqual([
    { ...resync, reason: 'armed' },
    { ...resync, reason: 'armed' },
    { ...event, zxid: 6n },
    { ...resync, reason: 'overflow' },
    { ...event, zxid: 7n },
  ]);
  await slow.return();
  await leave(client, server);
});
