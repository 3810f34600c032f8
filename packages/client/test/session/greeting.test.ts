import { decode, encode } from '@zookit/jute';
import {
  authPacket,
  connectionOperations,
  connectResponse,
  OpCode,
  reads,
  replyHeader,
  type WatcherEvent,
  watcherEvent,
} from '@zookit/protocol';
import { frameOf, VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveOptions } from '../../src/client-options.ts';
import { AuthFailedError, type ClientEnvironment, type ConnectionState } from '../../src/index.ts';
import { noChroot } from '../../src/chroot.ts';
import { existsShape } from '../../src/operations/exists.ts';
import type { Greeter, GreetingLine, SessionKind } from '../../src/session/greeter.ts';
import { Session, type SessionPorts } from '../../src/session/session.ts';
import { granted, type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { impatient, unknownSession } from './clients.ts';

let server: ScriptedServer;
let session: Session;
let states: ConnectionState[];

beforeEach(async () => {
  server = await ScriptedServer.start();
  states = [];
});

afterEach(async () => {
  server[Symbol.dispose]();
  await session.close({ timeoutMs: 0, keepSession: true });
});

function start(ports: Partial<SessionPorts>, environment: ClientEnvironment = impatient): void {
  session = new Session(resolveOptions({ connect: [server.endpoint], environment }), (state) => states.push(state));
  session.attach({ watches: undefined, greeters: [], ...ports });
  session.start();
}

function exists(path: string): Promise<unknown> {
  const request = { path, watch: false };
  return session.submit({ shape: existsShape, request, path, options: undefined, chroot: noChroot });
}

function addAuth(line: GreetingLine, scheme: string): Promise<undefined> {
  return line.send(connectionOperations.auth, { type: 0, scheme, auth: null }, -4);
}

function rearm(line: GreetingLine): Promise<undefined> {
  const none = { dataWatches: [], existWatches: [], childWatches: [] };
  return line.send(reads.setWatches, { relativeZxid: line.lastZxid, ...none }, -8);
}

/** Greets as it is told, and remembers which sessions it greeted. */
function greeterOf(greet: (line: GreetingLine) => Promise<void> | undefined): Greeter & { kinds: SessionKind[] } {
  const kinds: SessionKind[] = [];
  return {
    kinds,
    greet(line, kind) {
      kinds.push(kind);
      return greet(line);
    },
  };
}

async function opCodes(peer: ScriptedPeer, count: number): Promise<number[]> {
  const codes: number[] = [];
  while (codes.length < count) codes.push((await peer.request()).header.opCode);
  return codes;
}

test('greeters go out behind the handshake and before the calls, by one write, and are told the kind of session', async () => {
  const greeter = greeterOf((line) => {
    void addAuth(line, 'digest');
    void rearm(line);
    return undefined;
  });
  start({ greeters: [greeter] });
  const answer = exists('/a');
  const peer = await server.peer();
  await peer.accept();
  const [auth, watches, call] = [await peer.request(), await peer.request(), await peer.request()];
  expect(auth.header).toEqual({ xid: -4, opCode: OpCode.auth });
  expect(decode(authPacket, auth.body).scheme).toBe('digest');
  expect(watches.header).toEqual({ xid: -8, opCode: OpCode.setWatches });
  expect(call.header).toEqual({ xid: 1, opCode: OpCode.exists });
  expect(peer.chunkCount).toBe(2);
  peer.reply(1, 5n, -101);
  expect(await answer).toBeUndefined();
  peer.reply(-8, 5n);
  peer.reply(-4, 0n);
  peer.end();
  await (await server.peer()).accept();
  await waitFor('the second connection', () => greeter.kinds.length === 2);
  expect(greeter.kinds).toEqual(['new', 'resumed']);
});

test('a renewed session is greeted as one', async () => {
  const greeter = greeterOf(() => undefined);
  start({ greeters: [greeter] });
  const peer = await server.peer();
  await peer.accept();
  peer.destroy();
  await (await server.peer()).accept(unknownSession);
  await (await server.peer()).accept({ sessionId: 8n });
  await waitFor('the second session', () => greeter.kinds.length === 2);
  expect(greeter.kinds).toEqual(['new', 'renewed']);
});

test('a greeter that waits holds the next one, the calls and the state back', async () => {
  const first = greeterOf(async (line) => {
    await line.send(connectionOperations.sasl, { token: null });
  });
  const second = greeterOf(async (line) => addAuth(line, 'digest'));
  start({ greeters: [first, second] });
  const answer = exists('/a');
  const peer = await server.peer();
  await peer.accept();
  expect((await peer.request()).header).toEqual({ xid: 1, opCode: OpCode.sasl });
  expect(second.kinds).toEqual([]);
  peer.reply(1, 0n, 0, Buffer.alloc(4, 0xff));
  expect((await peer.request()).header.opCode).toBe(OpCode.auth);
  expect(session.state.status).toBe('connecting');
  peer.reply(-4, 0n);
  expect(await opCodes(peer, 1)).toEqual([OpCode.exists]);
  expect(session.state.status).toBe('connected');
  peer.reply(2, 1n, -101);
  expect(await answer).toBeUndefined();
});

test.for([
  [-115, true],
  [-124, true],
  [-115, false],
] as const)(
  'credentials that are refused by %i end the client, whether a greeter waits: %s',
  async ([code, isAwaited]) => {
    const greeter = greeterOf((line) => {
      const added = addAuth(line, 'digest');
      return isAwaited ? added : undefined;
    });
    start({ greeters: [greeter] });
    const answer = expect(exists('/a')).rejects.toMatchObject({ code });
    const peer = await server.peer();
    await peer.accept();
    await peer.request();
    peer.reply(-4, 0n, code);
    await answer;
    expect(session.state).toMatchObject({ status: 'closed', error: { code } });
    await expect(exists('/b')).rejects.toMatchObject({ code, outcome: 'not-executed' });
    await waitFor('the end', () => peer.isEnded);
    expect(server.waitingCount).toBe(0);
  },
);

test('a server that wants other credentials before it takes so much as a ping ends the client', async () => {
  const clock = new VirtualClock();
  start({}, { ...impatient, clock });
  const peer = await server.peer();
  await peer.accept();
  await waitFor('the session', () => session.state.status === 'connected');
  clock.advance(3000);
  await peer.request();
  peer.reply(-2, 0n, -124);
  await waitFor('the end', () => session.state.status === 'closed');
  expect(session.state).toMatchObject({ error: { code: -124 } });
});

test('a greeter that finds out itself that the server is not to be trusted ends the client', async () => {
  start({ greeters: [greeterOf(() => Promise.reject(new AuthFailedError()))] });
  await (await server.peer()).accept();
  await waitFor('the end', () => session.state.status === 'closed');
  expect(session.state).toMatchObject({ error: { code: -115 } });
});

test.for([
  ['rejects', () => Promise.reject(new Error('no'))],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
] as const)('a greeter that %s ends the connection, and the next one is tried behind a pause', async ([, greet]) => {
  let failures = 1;
  start({ greeters: [greeterOf(() => (failures-- > 0 ? greet() : undefined))] });
  const answer = exists('/a');
  const peer = await server.peer();
  await peer.accept();
  await waitFor('the end', () => peer.isEnded);
  const next = await server.peer();
  await next.accept();
  next.reply((await next.request()).header.xid, 1n, -101);
  expect(await answer).toBeUndefined();
});

test('a greeter that has the client leave the server ends the greeting: it is never the turn of the calls there', async () => {
  using other = await ScriptedServer.start();
  const endpoints = [other.endpoint];
  let moves = 1;
  const leaving = greeterOf(() => {
    if (moves-- > 0) session.updateServers(endpoints, () => Promise.resolve(endpoints));
    return undefined;
  });
  start({ greeters: [leaving] });
  const answer = exists('/a');
  await (await server.peer()).accept();
  const next = await other.peer();
  await next.accept();
  next.reply((await next.request()).header.xid, 1n, -101);
  expect(await answer).toBeUndefined();
  expect(states.filter(({ status }) => status === 'connected')).toMatchObject([{ server: other.endpoint }]);
});

test('a pause of a greeter ends with its connection', async () => {
  const clock = new VirtualClock();
  const ends: unknown[] = [];
  const pausing = greeterOf(async (line) => {
    await line.pause(1000).catch((error: unknown) => ends.push(error));
    await line.pause(1000).catch((error: unknown) => ends.push(error));
  });
  start({ greeters: [pausing] }, { ...impatient, clock });
  const peer = await server.peer();
  await peer.accept();
  await waitFor('the pause', () => pausing.kinds.length === 1);
  await session.close({ timeoutMs: 0, keepSession: true });
  await waitFor('both ends', () => ends.length === 2);
  expect(ends).toMatchObject([{ code: -4 }, { code: -4 }]);
  expect(clock.pendingCount).toBe(0);
});

test('what a greeter sent ends with its connection, and what it sends afterwards too', async () => {
  const lost: unknown[] = [];
  let line: GreetingLine | undefined;
  const greeter = greeterOf((one) => {
    line ??= one;
    addAuth(one, 'digest').catch((error: unknown) => lost.push(error));
    return undefined;
  });
  start({ greeters: [greeter] });
  const peer = await server.peer();
  await peer.accept();
  await peer.request();
  peer.destroy();
  await waitFor('the loss', () => lost.length === 1);
  expect(lost).toMatchObject([{ code: -4, operation: 'auth', wasSent: true }]);
  await expect(addAuth(line!, 'digest')).rejects.toMatchObject({ code: -4, wasSent: false });
});

test('a greeter whose turn comes when the connection is over does not greet on it', async () => {
  const first = greeterOf(async (line) => addAuth(line, 'digest'));
  const second = greeterOf(() => undefined);
  start({ greeters: [first, second] });
  const peer = await server.peer();
  await peer.accept();
  await peer.request();
  const accepted = frameOf(encode(replyHeader, { xid: -4, zxid: 0n, error: 0 }));
  peer.write(Buffer.concat([accepted, Buffer.from('ffffffff', 'hex')]));
  const next = await server.peer();
  await next.accept();
  await next.request();
  next.reply(-4, 0n);
  await waitFor('the session', () => session.state.status === 'connected');
  expect(second.kinds).toEqual(['resumed']);
});

test('no ping goes out before the greeting is done, however long that and the handshake took', async () => {
  const clock = new VirtualClock();
  start({ greeters: [greeterOf((line) => addAuth(line, 'digest'))] }, { ...impatient, clock });
  const peer = await server.peer();
  await peer.handshake();
  clock.advance(3500);
  peer.write(frameOf(encode(connectResponse, granted)));
  expect((await peer.request()).header.opCode).toBe(OpCode.auth);
  clock.advance(3500);
  const answer = exists('/a');
  peer.reply(-4, 0n);
  expect((await peer.request()).header.opCode).toBe(OpCode.exists);
  clock.advance(3000);
  expect((await peer.request()).header.opCode).toBe(OpCode.ping);
  peer.reply(1, 1n, -101);
  expect(await answer).toBeUndefined();
});

test('a greeting that is never answered ends the connection, whatever else the server says', async () => {
  const clock = new VirtualClock();
  const told: unknown[] = [];
  const watches = {
    handleEvent: (event: WatcherEvent) => told.push(event.path),
    connectionLost: () => undefined,
    stateChanged: () => undefined,
  };
  start({ watches, greeters: [greeterOf((line) => addAuth(line, 'digest'))] }, { ...impatient, clock });
  const peer = await server.peer();
  await peer.accept();
  await peer.request();
  clock.advance(3000);
  peer.replyWith(-1, -1n, watcherEvent, { type: 1, state: 3, path: '/a' });
  await waitFor('the event', () => told.length === 1);
  clock.advance(3000);
  await waitFor('the end', () => peer.isEnded);
  expect(session.state).toMatchObject({
    status: 'connecting',
    lastError: { message: 'the greeting was not answered' },
  });
});

test('watch events and replies are told in the order of their frames', async () => {
  const told: unknown[] = [];
  const watches = {
    handleEvent: (event: WatcherEvent, zxid: bigint) => told.push([event.path, zxid]),
    connectionLost: () => undefined,
    stateChanged: (state: ConnectionState) => told.push(state.status),
  };
  start({ watches });
  const peer = await server.peer();
  await peer.accept();
  const asked = { shape: existsShape, request: { path: '/a', watch: true }, path: '/a', options: undefined };
  const onReply = (code: number, zxid: bigint): void => void told.push([code, zxid]);
  const answer = session.submit({ ...asked, chroot: noChroot, onReply });
  const { header } = await peer.request();
  peer.replyWith(-1, 3n, watcherEvent, { type: 3, state: 3, path: '/before' });
  peer.reply(header.xid, 4n, -101);
  peer.replyWith(-1, -1n, watcherEvent, { type: 1, state: 3, path: '/a' });
  expect(await answer).toBeUndefined();
  await waitFor('the event', () => told.length === 4);
  expect(told).toEqual(['connected', ['/before', 3n], [-101, 4n], ['/a', -1n]]);
});

test('a client that closes during its greeting ends its session, and sends no call behind that', async () => {
  start({ greeters: [greeterOf((line) => addAuth(line, 'digest'))] });
  const answer = expect(exists('/a')).rejects.toMatchObject({ code: -116, outcome: 'not-executed' });
  const peer = await server.peer();
  await peer.accept();
  expect(await opCodes(peer, 1)).toEqual([OpCode.auth]);
  const closing = session.close({ timeoutMs: 60_000, keepSession: false });
  const { header } = await peer.request();
  expect(header.opCode).toBe(OpCode.closeSession);
  peer.reply(-4, 0n);
  peer.reply(header.xid, 1n);
  await closing;
  await answer;
  expect(states.map((state) => state.status)).toEqual(['closed']);
});
