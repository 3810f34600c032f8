import { decode, encode } from '@zookit/jute';
import {
  checkWatchesRequest,
  type CheckWatchesRequest,
  ErrorCode,
  errorResponse,
  EventType,
  existsRequest,
  getChildren2Response,
  OpCode,
  setWatchesRequest,
  setWatches2Request,
  WatcherType,
} from '@zookit/protocol';
import { VirtualClock } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  diagnostics,
  systemEnvironment,
  UnimplementedError,
  type WatchMessage,
  type ZooKeeper,
} from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { dataFrame, eventFrame, leave, open, reconnected, stat } from './watching-peer.ts';

let server: ScriptedServer;
const environment = { ...systemEnvironment, random: () => 0 };

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

/** Watches a znode that is there, one that is not, one's children, and two for good. */
async function watchAll(client: ZooKeeper, peer: ScriptedPeer): Promise<void> {
  const setting = [client.getAndWatch('/data'), client.existsAndWatch('/absent'), client.childrenAndWatch('/parent')];
  peer.write(dataFrame((await peer.request()).header.xid, 7n, Buffer.alloc(0)));
  peer.reply((await peer.request()).header.xid, 7n, ErrorCode.NoNode);
  peer.replyWith((await peer.request()).header.xid, 8n, getChildren2Response, { children: [], stat });
  await Promise.all(setting);
}

async function addPersistent(client: ZooKeeper, peer: ScriptedPeer, path: string, recursive: boolean) {
  const watch = client.watch(path, { recursive });
  peer.replyWith((await peer.request()).header.xid, 9n, errorResponse, { error: 0 });
  await watch.armed;
  expect(await watch.next()).toEqual({ done: false, value: { type: 'resync', reason: 'armed' } });
  return watch;
}

/** Cuts the connection, and accepts the next. */
async function cut(peer: ScriptedPeer, sessionId = 7n): Promise<ScriptedPeer> {
  peer.destroy();
  const next = await server.peer();
  await next.accept({ sessionId });
  return next;
}

/** Cuts the connection, lets the session expire, and accepts the next. */
async function expired(peer: ScriptedPeer): Promise<ScriptedPeer> {
  peer.destroy();
  const refusing = await server.peer();
  await refusing.accept({ timeoutMs: 0, sessionId: 0n });
  const next = await server.peer();
  await next.accept({ sessionId: 8n });
  return next;
}

test('watches for one event are set again from the last zxid, in one request before anything queued', async () => {
  const { client, peer } = await open(server, { environment });
  await watchAll(client, peer);
  const next = await cut(peer);
  const { header, body } = await next.request();
  expect(header).toEqual({ xid: -8, opCode: OpCode.setWatches });
  expect(Buffer.from(body).toString('hex')).toBe(
    '0000000000000008' + // relativeZxid
      '00000001' +
      '00000005' +
      Buffer.from('/data').toString('hex') +
      '00000001' +
      '00000007' +
      Buffer.from('/absent').toString('hex') +
      '00000001' +
      '00000007' +
      Buffer.from('/parent').toString('hex'),
  );
  await leave(client, server);
});

test('watches for good take setWatches2, and what was missed is a resync', async () => {
  const { client, peer } = await open(server, { environment });
  await watchAll(client, peer);
  const one = await addPersistent(client, peer, '/one', false);
  const deep = await addPersistent(client, peer, '/deep', true);
  const next = await cut(peer);
  const { header, body } = await next.request();
  expect(header).toEqual({ xid: -8, opCode: OpCode.setWatches2 });
  expect(Buffer.from(body)).toEqual(
    Buffer.from(
      encode(setWatches2Request, {
        relativeZxid: 9n,
        dataWatches: ['/data'],
        existWatches: ['/absent'],
        childWatches: ['/parent'],
        persistentWatches: ['/one'],
        persistentRecursiveWatches: ['/deep'],
      }),
    ),
  );
  next.reply(-8, 12n);
  expect(await one.next()).toEqual({ done: false, value: { type: 'resync', reason: 'reconnected' } });
  expect(await deep.next()).toEqual({ done: false, value: { type: 'resync', reason: 'reconnected' } });
  next.write(eventFrame(EventType.NodeCreated, '/deep/er', 13n));
  expect(await deep.next()).toMatchObject({ value: { type: 'created', path: '/deep/er', zxid: 13n } });
  await leave(client, server);
});

test('what happened while away is told to watches for one event, by events of the new connection', async () => {
  const { client, peer } = await open(server, { environment });
  const reading = client.getAndWatch('/data');
  peer.write(dataFrame((await peer.request()).header.xid, 7n, Buffer.alloc(0)));
  const { watch } = await reading;
  const next = await cut(peer);
  const { header } = await next.request();
  next.write(eventFrame(EventType.NodeDataChanged, '/data'));
  next.reply(header.xid, 9n);
  expect(await watch.fired).toEqual({ type: 'changed', path: '/data', zxid: undefined });
  const third = await cut(next);
  const reader = client.exists('/data');
  expect((await third.request()).header.opCode).toBe(OpCode.exists);
  await leave(client, server);
  await expect(reader).rejects.toThrow();
});

test('a new session is told apart from a new connection', async () => {
  const { client, peer } = await open(server, { environment });
  const watch = await addPersistent(client, peer, '/one', false);
  const next = await expired(peer);
  const { header, body } = await next.request();
  expect(decode(setWatches2Request, body)).toMatchObject({ relativeZxid: 9n, persistentWatches: ['/one'] });
  next.reply(header.xid, 12n);
  expect(await watch.next()).toEqual({ done: false, value: { type: 'resync', reason: 'new-session' } });
  await leave(client, server);
});

test('a new session stays one until all have been told', async () => {
  const { client, peer } = await open(server, { environment });
  const watch = await addPersistent(client, peer, '/one', false);
  const next = await expired(peer);
  await next.request();
  const third = await cut(next, 8n);
  third.reply((await third.request()).header.xid, 12n);
  expect(await watch.next()).toEqual({ done: false, value: { type: 'resync', reason: 'new-session' } });
  const fourth = await cut(third, 8n);
  fourth.reply((await fourth.request()).header.xid, 12n);
  expect(await watch.next()).toEqual({ done: false, value: { type: 'resync', reason: 'reconnected' } });
  await leave(client, server);
});

test('what the server puts off is set again later, if it is still wanted', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...environment, clock } });
  const one = await addPersistent(client, peer, '/one', false);
  const two = await addPersistent(client, peer, '/two', false);
  peer.destroy();
  const next = await reconnected(server, clock);
  next.reply((await next.request()).header.xid, 9n, ErrorCode.ThrottledOp);
  const reading = client.exists('/b');
  next.reply((await next.request()).header.xid, 9n, ErrorCode.NoNode);
  await reading;
  await two.return();
  expect((await next.request()).header.opCode).toBe(OpCode.removeWatches);
  clock.advance(250);
  const { header, body } = await next.request();
  expect([header, decode(setWatches2Request, body)]).toMatchObject([
    { xid: -8, opCode: OpCode.setWatches2 },
    { relativeZxid: 9n, persistentWatches: ['/one'] },
  ]);
  next.reply(header.xid, 12n);
  expect(await one.next()).toEqual({ done: false, value: { type: 'resync', reason: 'reconnected' } });
  await leave(client, server);
});

test('until the server has taken what is watched for good, a watch for one event does not rest on it', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...environment, clock } });
  const watch = await addPersistent(client, peer, '/one', false);
  peer.destroy();
  const next = await reconnected(server, clock);
  const { header } = await next.request();
  const read = async (): Promise<boolean> => {
    const reading = client.existsAndWatch('/one');
    const { header: reads, body } = await next.request();
    next.reply(reads.xid, 9n, ErrorCode.NoNode);
    await reading;
    return decode(existsRequest, body).watch;
  };
  const early = client.existsAndWatch('/one');
  const asked = await next.request();
  expect(decode(existsRequest, asked.body).watch).toBe(true);
  next.reply(header.xid, 9n, ErrorCode.ThrottledOp);
  next.reply(asked.header.xid, 9n, ErrorCode.NoNode);
  await early;
  expect(await answerCheck(next, 0)).toEqual({ path: '/one', type: WatcherType.Persistent });
  expect(await read()).toBe(true);
  expect(await answerCheck(next, 0)).toEqual({ path: '/one', type: WatcherType.Persistent });
  clock.advance(250);
  next.reply((await next.request()).header.xid, 12n);
  expect(await watch.next()).toEqual({ done: false, value: { type: 'resync', reason: 'reconnected' } });
  expect(await read()).toBe(false);
  await leave(client, server);
});

/** The server is asked whether it watches. */
async function answerCheck(peer: ScriptedPeer, error: number): Promise<CheckWatchesRequest> {
  const { header, body } = await peer.request();
  expect(header.opCode).toBe(OpCode.checkWatches);
  peer.reply(header.xid, 9n, error);
  return decode(checkWatchesRequest, body);
}

test('diagnostics hear of no resync that nobody is told', async () => {
  const { client, peer } = await open(server, { environment });
  const watch = await addPersistent(client, peer, '/one', false);
  const other = await addPersistent(client, peer, '/two', false);
  const next = await cut(peer);
  const { header } = await next.request();
  await watch.return();
  const paths: string[] = [];
  const onMessage = ({ path }: WatchMessage): void => void paths.push(path);
  diagnostics.watch.subscribe(onMessage);
  next.reply(header.xid, 9n);
  await other.next();
  diagnostics.watch.unsubscribe(onMessage);
  expect(paths).toEqual(['/two']);
  await leave(client, server);
});

test('who watches by a function is told that the server refuses to go on', async () => {
  const { client, peer } = await open(server, { environment });
  const types: EventType[] = [];
  const adding = client.addWatch('/a', ({ type }) => types.push(type));
  peer.replyWith((await peer.request()).header.xid, 9n, errorResponse, { error: 0 });
  await adding;
  const next = await cut(peer);
  next.reply((await next.request()).header.xid, 9n, ErrorCode.NoAuth);
  const reading = client.exists('/b');
  next.reply((await next.request()).header.xid, 9n, ErrorCode.NoNode);
  await reading;
  expect(types).toEqual([EventType.PersistentWatchRemoved]);
  await leave(client, server);
});

test('ten thousand watches are set again by requests that a server accepts', async () => {
  const { client, peer } = await open(server, { environment });
  const paths = Array.from({ length: 10_000 }, (_, index) => `/app/services/some-service/instance-${index}`);
  const setting = paths.map((path) => client.getAndWatch(path));
  for (const _ of paths) {
    peer.write(dataFrame((await peer.request()).header.xid, 7n, Buffer.alloc(0)));
  }
  const watched = await Promise.all(setting);
  const next = await cut(peer);
  const seen: string[] = [];
  while (seen.length < paths.length) {
    const { header, body } = await next.request();
    expect(header).toEqual({ xid: -8, opCode: OpCode.setWatches });
    const { dataWatches } = decode(setWatchesRequest, body);
    expect(dataWatches.reduce((sum, path) => sum + path.length, 0)).toBeLessThanOrEqual(131_072);
    seen.push(...dataWatches);
    next.reply(header.xid, 9n);
  }
  expect(seen).toEqual(paths);
  next.write(eventFrame(EventType.NodeDeleted, paths.at(-1)!));
  expect(await watched.at(-1)!.watch.fired).toMatchObject({ type: 'deleted' });
  await leave(client, server);
});

test('a server that does not know setWatches2 ends what is watched for good, with its error, and nothing else', async () => {
  const { client, peer } = await open(server, { environment });
  await watchAll(client, peer);
  const watch = await addPersistent(client, peer, '/one', false);
  const old = await cut(peer);
  const { header } = await old.request();
  old.reply(header.xid, 0n, ErrorCode.Unimplemented);
  old.end();
  await expect(watch.next()).rejects.toThrow(UnimplementedError);
  const next = await server.peer();
  await next.accept();
  const second = await next.request();
  expect(second.header.opCode).toBe(OpCode.setWatches);
  expect(decode(setWatchesRequest, second.body)).toMatchObject({ dataWatches: ['/data'], childWatches: ['/parent'] });
  await leave(client, server);
});
