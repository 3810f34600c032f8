import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acl, connect, type ConnectionState } from '../../src/index.ts';
import { SessionIdentity } from '../../src/session/session-identity.ts';
import { granted, type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open, reached, statusesOf, statusOf, unknownSession } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

test('a session that has expired is renewed, and the calls that waited go on with the new one', async () => {
  const { client, peer } = await open(server);
  const states = statusesOf(client);
  const first = client.exists('/a');
  peer.reply((await peer.request()).header.xid, 40n, -101);
  await first;
  peer.destroy();
  await reached(client, 'suspended');
  const waiting = client.exists('/b');
  await (await server.peer()).accept(unknownSession);
  const next = await server.peer();
  expect(await next.accept({ sessionId: 8n })).toMatchObject({
    sessionId: 0n,
    password: Buffer.alloc(16),
    lastZxidSeen: 40n,
  });
  next.reply((await next.request()).header.xid, 41n, -101);
  expect(await waiting).toBeUndefined();
  expect(states).toEqual(['suspended', 'lost', 'connected']);
  expect(client.state).toMatchObject({ isResumed: false, session: { id: 8n, generation: 2 } });
  await leave(client, server);
});

test('a write whose reply was lost with the session is told as unknown, and the client goes on', async () => {
  const { client, peer } = await open(server);
  const writing = expect(client.setAcl('/a', acl.open)).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await peer.request();
  peer.destroy();
  await (await server.peer()).accept(unknownSession);
  await writing;
  await (await server.peer()).accept({ sessionId: 8n });
  await reached(client, 'connected');
  await leave(client, server);
});

test('a client that is to close at expiry ends with the error, and so do its calls', async () => {
  const { client, peer } = await open(server, { onExpired: 'close' });
  const states = statusesOf(client);
  peer.destroy();
  await reached(client, 'suspended');
  const waiting = client.get('/a');
  await (await server.peer()).accept(unknownSession);
  await expect(waiting).rejects.toMatchObject({ code: -112, outcome: 'not-executed' });
  await expect(client.get('/b')).rejects.toMatchObject({ code: -112, outcome: 'not-executed' });
  await expect(client.ready()).rejects.toMatchObject({ code: -112 });
  expect(states).toEqual(['suspended', 'lost', 'closed']);
  expect(client.state).toMatchObject({ error: { code: -112 } });
  await client.close();
});

test('a session that turns out alive behind its deadline is resumed', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { clock, random: () => 0 } });
  clock.advance(1000);
  peer.end();
  await reached(client, 'suspended');
  const slow = await server.peer();
  await slow.handshake();
  expect((client.state as Extract<ConnectionState, { status: 'suspended' }>).deadline).toBe(9000);
  clock.advance(7999);
  expect(statusOf(client)).toBe('suspended');
  clock.advance(1);
  expect(client.state).toMatchObject({ status: 'lost', by: 'deadline', session: { id: 7n } });
  await waitFor('another connection', () => {
    clock.advance(0);
    return server.waitingCount > 0;
  });
  expect(await (await server.peer()).accept()).toMatchObject({ sessionId: 7n });
  await reached(client, 'connected');
  expect(client.state).toMatchObject({ isResumed: true, session: { generation: 1 } });
  await leave(client, server);
});

test('a session of another client is resumed by its id and password', async () => {
  const password = Buffer.alloc(16, 9);
  const connecting = connect({ connect: [server.endpoint], environment: impatient, resume: { id: 5n, password } });
  const peer = await server.peer();
  expect(await peer.accept({ sessionId: 5n, password })).toMatchObject({ sessionId: 5n, password });
  const client = await connecting;
  expect(client.state).toMatchObject({ status: 'connected', isResumed: true, session: { id: 5n, generation: 1 } });
  await leave(client, server);
});

test('a session that can not be resumed is renewed', async () => {
  const resume = { id: 5n, password: Buffer.alloc(16, 9) };
  const connecting = connect({ connect: [server.endpoint], environment: impatient, resume });
  await (await server.peer()).accept(unknownSession);
  expect(await (await server.peer()).accept()).toMatchObject({ sessionId: 0n });
  const client = await connecting;
  expect(client.state).toMatchObject({ isResumed: false, session: { id: 7n, generation: 2 } });
  await leave(client, server);
});

test('a session that can not be resumed ends a client that is to close at expiry', async () => {
  const resume = { id: 5n, password: Buffer.alloc(16, 9) };
  const connecting = connect({ connect: [server.endpoint], environment: impatient, resume, onExpired: 'close' });
  await (await server.peer()).accept(unknownSession);
  await expect(connecting).rejects.toMatchObject({ code: -112 });
});

test('a server that grants nothing to a client without a session is passed over', async () => {
  const connecting = connect({ connect: [server.endpoint], environment: impatient });
  await (await server.peer()).accept(unknownSession);
  await (await server.peer()).accept();
  const client = await connecting;
  expect(client.state).toMatchObject({ session: { id: granted.sessionId, generation: 1 } });
  await leave(client, server);
});

test('what was seen counts no more when every server has refused for a whole session timeout', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { clock, random: () => 1 } });
  const reading = client.exists('/a');
  peer.reply((await peer.request()).header.xid, 40n, -101);
  await reading;
  peer.end();
  const seen: bigint[] = [];
  for (let refusals = 0; seen.at(-1) !== 0n && refusals < 100; refusals++) {
    await waitFor('another connection', () => {
      clock.advance(100);
      return server.waitingCount > 0;
    });
    const refusing = await server.peer();
    seen.push((await refusing.handshake()).lastZxidSeen);
    if (seen.at(-1) === 0n) break;
    refusing.end();
    await waitFor('the end', () => refusing.isEnded);
    expect(clock.now() > 60_000).toBe(false);
  }
  expect(seen.slice(0, -1).every((zxid) => zxid === 40n)).toBe(true);
  expect(seen.at(-1)).toBe(0n);
  expect(clock.now()).toBeGreaterThanOrEqual(9000);
  await leave(client, server);
});

test('what was seen counts on when anything but refusals has come of an attempt', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { clock, random: () => 1 } });
  const next = async (): Promise<ScriptedPeer> => {
    await waitFor('another connection', () => {
      clock.advance(100);
      return server.waitingCount > 0;
    });
    return server.peer();
  };
  const refuse = async (): Promise<void> => {
    const refusing = await next();
    expect(await refusing.handshake()).toMatchObject({ lastZxidSeen: 40n });
    refusing.end();
    await waitFor('the end', () => refusing.isEnded);
  };
  const reading = client.exists('/a');
  peer.reply((await peer.request()).header.xid, 40n, -101);
  await reading;
  peer.end();
  await refuse();
  const refusedAt = clock.now();
  while (clock.now() < refusedAt + 9000) await (await next()).handshake();
  await refuse();
  expect(await (await next()).handshake()).toMatchObject({ lastZxidSeen: 40n });
  await leave(client, server);
});

test('one server that refuses says nothing of the others', () => {
  const identity = new SessionIdentity({ sessionTimeoutMs: 1000, readOnly: false, resume: undefined });
  const [one, other] = [server.endpoint, { host: 'b', port: 2181 }];
  identity.saw(40n);
  for (const now of [0, 1000, 2000]) identity.refused(one, [one, other], now);
  expect(identity.lastZxid).toBe(40n);
  identity.refused(other, [one, other], 2000);
  expect(identity.lastZxid).toBe(0n);
});
