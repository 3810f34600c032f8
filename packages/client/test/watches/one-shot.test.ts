import { decode } from '@zookit/jute';
import {
  ErrorCode,
  EventType,
  existsRequest,
  existsResponse,
  getChildren2Request,
  getChildren2Response,
  getDataRequest,
  getDataResponse,
  OpCode,
  removeWatchesRequest,
  WatcherType,
} from '@zookit/protocol';
import { VirtualClock } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NoNodeError, systemEnvironment } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { dataFrame, eventFrame, leave, open, reconnected, stat } from './watching-peer.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

test('a read with a watch says so on the wire, and the watch fires with the event', async () => {
  const { client, peer } = await open(server, { chroot: '/app' });
  const reading = client.getAndWatch('/a');
  const { header, body } = await peer.request();
  expect(decode(getDataRequest, body)).toEqual({ path: '/app/a', watch: true });
  peer.replyWith(header.xid, 5n, getDataResponse, { data: Buffer.from('x'), stat });
  const { data, watch } = await reading;
  expect(Buffer.from(data).toString()).toBe('x');
  peer.write(eventFrame(EventType.NodeDataChanged, '/app/a', 9n));
  expect(await watch.fired).toEqual({ type: 'changed', path: '/a', zxid: 9n });
  await leave(client, server);
});

test('an event without a zxid, as of servers before 3.9, has none', async () => {
  const { client, peer } = await open(server);
  const reading = client.childrenAndWatch('/a');
  const { header, body } = await peer.request();
  expect(decode(getChildren2Request, body)).toEqual({ path: '/a', watch: true });
  peer.replyWith(header.xid, 5n, getChildren2Response, { children: ['b'], stat });
  const { names, watch } = await reading;
  expect(names).toEqual(['b']);
  peer.write(eventFrame(EventType.NodeChildrenChanged, '/a'));
  expect(await watch.fired).toEqual({ type: 'children', path: '/a', zxid: undefined });
  await leave(client, server);
});

test('exists watches for a znode to come, and for one that is there to change', async () => {
  const { client, peer } = await open(server);
  const absent = client.existsAndWatch('/absent');
  const present = client.existsAndWatch('/present');
  const first = await peer.request();
  expect(decode(existsRequest, first.body)).toEqual({ path: '/absent', watch: true });
  peer.reply(first.header.xid, 5n, ErrorCode.NoNode);
  const second = await peer.request();
  peer.replyWith(second.header.xid, 5n, existsResponse, { stat });
  expect((await absent).stat).toBeUndefined();
  expect((await present).stat).toMatchObject({ mzxid: 2n });
  peer.write(eventFrame(EventType.NodeCreated, '/absent'));
  peer.write(eventFrame(EventType.NodeDeleted, '/present'));
  expect(await (await absent).watch.fired).toMatchObject({ type: 'created' });
  expect(await (await present).watch.fired).toMatchObject({ type: 'deleted' });
  await leave(client, server);
});

test('a get of nothing sets no watch and leaves nothing behind', async () => {
  const { client, peer } = await open(server);
  const reading = client.getAndWatch('/a');
  const refused = expect(reading).rejects.toThrow(NoNodeError);
  peer.reply((await peer.request()).header.xid, 5n, ErrorCode.NoNode);
  await refused;
  const next = client.exists('/b');
  expect((await peer.request()).header.opCode).toBe(OpCode.exists);
  await leave(client, server);
  await expect(next).rejects.toThrow();
});

test('an event comes before the reply that shows it, whatever the frames come in', async () => {
  const { client, peer } = await open(server);
  const order: string[] = [];
  const first = client.getAndWatch('/a');
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.from('old')));
  const { watch } = await first;
  const fired = watch.fired.then(() => order.push('event'));
  const second = client.get('/a').then(({ data }) => order.push(Buffer.from(data).toString()));
  const { header } = await peer.request();
  peer.write(
    Buffer.concat([eventFrame(EventType.NodeDataChanged, '/a', 6n), dataFrame(header.xid, 6n, Buffer.from('new'))]),
  );
  await Promise.all([fired, second]);
  expect(order).toEqual(['event', 'new']);
  await leave(client, server);
});

test('a watch is there before anything behind its reply is looked at', async () => {
  const { client, peer } = await open(server);
  const reading = client.getAndWatch('/a');
  const { header } = await peer.request();
  peer.write(
    Buffer.concat([dataFrame(header.xid, 5n, Buffer.from('old')), eventFrame(EventType.NodeDeleted, '/a', 6n)]),
  );
  const { watch } = await reading;
  expect(await watch.fired).toEqual({ type: 'deleted', path: '/a', zxid: 6n });
  await leave(client, server);
});

test('a watch that was disposed fires with nothing, and the server drops it with the last', async () => {
  const { client, peer } = await open(server);
  const readings = [client.getAndWatch('/a'), client.getAndWatch('/a')];
  for (const _ of readings) peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  const [first, second] = await Promise.all(readings);
  await first?.watch[Symbol.asyncDispose]();
  expect(await first?.watch.fired).toBeUndefined();
  const between = client.exists('/b');
  expect((await peer.request()).header.opCode).toBe(OpCode.exists);
  await second?.watch[Symbol.asyncDispose]();
  const { header, body } = await peer.request();
  expect(header.opCode).toBe(OpCode.removeWatches);
  expect(decode(removeWatchesRequest, body)).toEqual({ path: '/a', type: WatcherType.Any });
  await leave(client, server);
  await expect(between).rejects.toThrow();
});

test('a removal that the server puts off is not tried again: by then others may watch', async () => {
  const { client, peer } = await open(server, { environment: { ...systemEnvironment, random: () => 0 } });
  const reading = client.getAndWatch('/a');
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  await (await reading).watch[Symbol.asyncDispose]();
  const { header } = await peer.request();
  expect(header.opCode).toBe(OpCode.removeWatches);
  peer.reply(header.xid, 5n, ErrorCode.ThrottledOp);
  const again = client.getAndWatch('/a');
  peer.write(dataFrame((await peer.request()).header.xid, 6n, Buffer.alloc(0)));
  await again;
  const other = client.exists('/b');
  const next = await peer.request();
  expect(next.header.opCode).toBe(OpCode.exists);
  peer.reply(next.header.xid, 6n, ErrorCode.NoNode);
  await other;
  await leave(client, server);
});

test('a server that cannot remove watches is asked once, and never again', async () => {
  const clock = new VirtualClock();
  const session = { timeoutMs: 1_000_000 };
  const environment = { ...systemEnvironment, clock, random: () => 0 };
  const { client, peer } = await open(server, { environment }, session);
  const first = client.getAndWatch('/a');
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  await (await first).watch[Symbol.asyncDispose]();
  peer.reply((await peer.request()).header.xid, -1n, ErrorCode.Unimplemented);
  peer.end();
  const next = await reconnected(server, clock, session);
  clock.advance(100_000);
  const second = client.getAndWatch('/a');
  next.write(dataFrame((await next.request()).header.xid, 7n, Buffer.alloc(0)));
  await (await second).watch[Symbol.asyncDispose]();
  const other = client.exists('/b', { timeoutMs: Infinity });
  expect((await next.request()).header.opCode).toBe(OpCode.exists);
  await leave(client, server);
  await expect(other).rejects.toThrow();
});

test('a client that is closed fires what waits with nothing', async () => {
  const { client, peer } = await open(server);
  const reading = client.getAndWatch('/a');
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  const { watch } = await reading;
  await leave(client, server);
  expect(await watch.fired).toBeUndefined();
});
