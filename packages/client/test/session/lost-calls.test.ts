import { decode } from '@zookit/jute';
import {
  existsRequest,
  existsResponse,
  getDataRequest,
  getDataResponse,
  OpCode,
  setDataRequest,
  setDataResponse,
} from '@zookit/protocol';
import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acl, type ZooKeeper } from '../../src/index.ts';
import { answer, answerSync, loseReply, SEEN, statOf } from '../ambiguity/lost-reply.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open, reached } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function pathAsked(peer: ScriptedPeer): Promise<string> {
  const { header, body } = await peer.request();
  peer.replyWith(header.xid, 20n, existsResponse, { stat: statOf() });
  return decode(existsRequest, body).path;
}

test('reads whose replies were lost are sent again in their old order, before what was made later', async () => {
  const { client, peer } = await open(server);
  const order: string[] = [];
  const read = (path: string): Promise<unknown> => client.exists(path).then(() => order.push(path));
  const early = ['/a', '/b', '/c'].map(read);
  for (let count = 0; count < 3; count++) await peer.request();
  peer.destroy();
  await reached(client, 'suspended');
  const late = ['/d', '/e'].map(read);
  const next = await server.peer();
  await next.accept();
  const asked: string[] = [];
  for (let count = 0; count < 5; count++) asked.push(await pathAsked(next));
  expect(asked).toEqual(['/a', '/b', '/c', '/d', '/e']);
  await Promise.all([...early, ...late]);
  expect(order).toEqual(asked);
  await leave(client, server);
});

test('a read is sent again as often as connections are lost, until somebody ends it', async () => {
  const { client, peer } = await open(server);
  const controller = new AbortController();
  const reading = client.exists('/a', { signal: controller.signal });
  await peer.request();
  peer.destroy();
  for (let count = 2; count <= 6; count++) {
    const next = await server.peer();
    await next.accept();
    await next.request();
    if (count < 6) next.destroy();
  }
  controller.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError', context: { attempts: 6, sessionId: 7n } });
  await leave(client, server);
});

test('a call with one attempt is not sent again, and says whether it may have been carried out', async () => {
  const { client, peer } = await open(server, { retry: false });
  const reading = expect(client.exists('/a')).rejects.toMatchObject({ code: -4, outcome: 'unknown', wasSent: true });
  await peer.request();
  peer.destroy();
  await reading;
  const waiting = client.exists('/b');
  const next = await server.peer();
  await next.accept();
  expect(await pathAsked(next)).toBe('/b');
  await waiting;
  await leave(client, server);
});

test('a write with one attempt that turns out not to have been carried out is not sent again', async () => {
  const lost = await loseReply(server, (client) => client.set('/a', 'new', { retry: false }));
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, [getDataResponse, { data: null, stat: statOf() }]);
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'not-executed', wasSent: false });
  await leave(lost.client, server);
});

test('questions precede all other calls, one sync stands before them, and what is sent again keeps its place', async () => {
  const { client, peer } = await open(server);
  const calls = [client.exists('/a'), client.set('/b', 'x'), client.exists('/c'), client.set('/d', 'x')];
  for (let count = 0; count < 4; count++) await peer.request();
  peer.destroy();
  await reached(client, 'suspended');
  calls.push(client.exists('/e'));
  const next = await server.peer();
  await next.accept();
  await answerSync(next);
  for (const path of ['/b', '/d']) {
    const reply = { data: null, stat: statOf({ mzxid: 0n }) };
    const { body } = await answer(next, OpCode.getData, [getDataResponse, reply]);
    expect(decode(getDataRequest, body).path).toBe(path);
  }
  const asked: string[] = [];
  for (let count = 0; count < 5; count++) {
    const { header, body } = await next.request();
    const isRead = header.opCode === OpCode.exists;
    asked.push(isRead ? decode(existsRequest, body).path : decode(setDataRequest, body).path);
    next.replyWith(header.xid, 60n, isRead ? existsResponse : setDataResponse, { stat: statOf() });
  }
  expect(asked).toEqual(['/a', '/b', '/c', '/d', '/e']);
  await Promise.all(calls);
  await leave(client, server);
});

test('questions whose answers are lost as well are asked again', async () => {
  const lost = await loseReply(server, (client) => client.set('/a', 'new', { version: 3 }));
  await lost.peer.request();
  lost.peer.destroy();
  const next = await server.peer();
  await next.accept();
  await answerSync(next);
  const stat = statOf({ version: 4, mzxid: 20n });
  await answer(next, OpCode.getData, [getDataResponse, { data: Buffer.from('new'), stat }]);
  expect(await lost.result).toMatchObject({ version: 4 });
  await leave(lost.client, server);
});

test('a call ends by its deadline while the question about it is open, and its answer changes nothing', async () => {
  const clock = new VirtualClock();
  const options = { environment: { ...impatient, clock } };
  const call = (client: ZooKeeper): Promise<unknown> => {
    clock.advance(1000);
    return client.set('/a', 'new', { timeoutMs: 100 });
  };
  const lost = await loseReply(server, call, { options });
  await answerSync(lost.peer);
  const { header } = await lost.peer.request();
  clock.advance(100);
  await expect(lost.result).rejects.toMatchObject({ code: -122, outcome: 'unknown' });
  lost.peer.replyWith(header.xid, 51n, getDataResponse, { data: null, stat: statOf() });
  const next = lost.client.exists('/b');
  expect(await pathAsked(lost.peer)).toBe('/b');
  await next;
  await leave(lost.client, server);
});

test('a server without a quorum is not asked: nobody can tell', async () => {
  const options = { readOnly: true };
  const lost = await loseReply(server, (client) => client.set('/a', 'x'), { options, grant: { readOnly: true } });
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test('a client that is closed leaves the question open', async () => {
  const lost = await loseReply(server, (client) => client.set('/a', 'x'));
  await answerSync(lost.peer);
  await lost.client.close({ timeoutMs: 0 });
  await expect(lost.result).rejects.toMatchObject({ outcome: 'unknown' });
});

test('the error of a lost call says where, in which session and how often it was sent', async () => {
  const lost = await loseReply(server, (client) => client.setAcl('/a', acl.open));
  const { host, port } = server.endpoint;
  await expect(lost.result).rejects.toMatchObject({
    message: 'ConnectionLoss: setAcl /a',
    context: { server: `${host}:${port}`, sessionId: 7n, attempts: 1 },
  });
  await leave(lost.client, server);
});

test('an error shows the line that waits for the call', async () => {
  const { client, peer } = await open(server);
  const theCaller = async (): Promise<void> => {
    await client.get('/a');
  };
  const failure: Promise<unknown> = theCaller().catch((error: unknown) => error);
  peer.reply((await peer.request()).header.xid, 1n, -101);
  expect(await failure).toMatchObject({
    stack: expect.stringMatching(/^\S*Error: NoNode: get \/a\n[^]*theCaller/) as string,
  });
  await leave(client, server);
});

test('xids begin again at 1 on each connection', async () => {
  const { client, peer } = await open(server);
  const reading = client.exists('/a');
  expect((await peer.request()).header.xid).toBe(1);
  peer.destroy();
  const next = await server.peer();
  await next.accept();
  const { header } = await next.request();
  expect(header.xid).toBe(1);
  next.reply(header.xid, SEEN, -101);
  await reading;
  await waitFor('nothing more', () => client.lastZxid === SEEN);
  await leave(client, server);
});
