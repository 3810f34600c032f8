import { createServer, type Server } from 'node:net';
import { freePort, VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, retry } from '../../src/index.ts';
import { detailOf } from '../../src/session/obstacle.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open } from './clients.ts';

let server: ScriptedServer;
let at: string;

beforeEach(async () => {
  server = await ScriptedServer.start();
  at = `127.0.0.1:${String(server.endpoint.port)}`;
});

afterEach(() => server[Symbol.dispose]());

/** A server that answers whatever it gets with `answer`. */
async function startForeign(answer: string | Uint8Array): Promise<Disposable & { readonly port: number }> {
  const foreign: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  const { port } = foreign.address() as { port: number };
  return { port, [Symbol.dispose]: () => foreign.close() };
}

test('connecting in vain says that nobody listens', async () => {
  const port = String(await freePort());
  const connecting = connect({ connect: `127.0.0.1:${port}`, environment: impatient }, { timeoutMs: 100 });
  await expect(connecting).rejects.toThrow(`RequestTimeout: connect: connect ECONNREFUSED 127.0.0.1:${port}`);
});

test('connecting in vain says that a name has no address, and which server it was', async () => {
  const options = { connect: 'nowhere.invalid:2181', environment: impatient, reconnect: retry.never };
  await expect(connect(options)).rejects.toThrow(/^ConnectFailed: nowhere\.invalid:2181: getaddrinfo E\w+ nowhere/);
});

test('connecting in vain says that a server took the connection and has not answered', async () => {
  const connecting = connect(at, { timeoutMs: 100 });
  const refused = expect(connecting).rejects.toMatchObject({
    message: `RequestTimeout: connect: ${at}: the server took the connection, and has not answered`,
    cause: { name: 'LinkError' },
  });
  await (await server.peer()).handshake();
  await refused;
});

test('a server that has given a reason once is not said to be silent when it takes the next connection', async () => {
  const clock = new VirtualClock();
  const connecting = connect({ connect: at, environment: { ...impatient, clock } }, { timeoutMs: 9000 });
  const refused = expect(connecting).rejects.toThrow(`RequestTimeout: connect: ${at}: the server ended the connection`);
  const first = await server.peer();
  await first.handshake();
  first.end();
  let next: ScriptedPeer | undefined;
  void server.peer().then((peer) => (next = peer));
  await waitFor('the next connection', () => {
    clock.advance(10);
    return next !== undefined;
  });
  await next?.handshake();
  clock.advance(9000 - clock.now());
  await refused;
});

test('a server that does not answer in its time is named with what it did', async () => {
  const options = { connect: [server.endpoint], connectTimeoutMs: 50, reconnect: retry.never, environment: impatient };
  await expect(connect(options)).rejects.toThrow(
    /^ConnectFailed: 127\.0\.0\.1:\d+: the server took the connection, and did not answer within \d+ ms$/,
  );
});

test('a server that ends the connection instead of an answer is named with what it did', async () => {
  const connecting = connect({ connect: at, reconnect: retry.never, environment: impatient });
  const refused = expect(connecting).rejects.toThrow(
    `ConnectFailed: ${at}: the server ended the connection without a word: it does not serve, `,
  );
  const peer = await server.peer();
  await peer.handshake();
  peer.end();
  await refused;
});

test.for<[problem: string, answer: string | Uint8Array]>([
  ['the server does not speak ZooKeeper: its answer begins with "HTTP"', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['the server speaks TLS on this port, and the client was not told to', Buffer.from('15030300020250', 'hex')],
  ['the server does not speak ZooKeeper: a frame of -1 bytes', Buffer.from('ffffffff', 'hex')],
])('what is no ZooKeeper is said to be so: %s', async ([problem, answer]) => {
  using foreign = await startForeign(answer);
  const address = `127.0.0.1:${String(foreign.port)}`;
  const connecting = connect({ connect: address, reconnect: retry.never, environment: impatient });
  await expect(connecting).rejects.toThrow(`ConnectFailed: ${address}: ${problem}`);
});

test('a call that times out says that the server has not answered it, or what keeps the client from a server', async () => {
  const { client, peer } = await open(server);
  await expect(client.exists('/a', { timeoutMs: 50 })).rejects.toThrow(
    `RequestTimeout: exists /a: ${at}: the server has not answered`,
  );
  server[Symbol.dispose]();
  await expect(client.exists('/b', { timeoutMs: 100 })).rejects.toThrow(
    new RegExp(`^RequestTimeout: exists /b: .*${at}`),
  );
  expect(peer.isEnded).toBe(true);
  await leave(client);
});

test('waiting for a server with a quorum in vain says that this one has none', async () => {
  const { client } = await open(server, { readOnly: true }, { readOnly: true });
  await expect(client.ready({ timeoutMs: 20 })).rejects.toThrow(
    `RequestTimeout: ready: ${at}: the server has lost its quorum, and no other has one`,
  );
  await leave(client, server);
});

test('a name with several addresses tells what each of them said', () => {
  const error = new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED a:1')]);
  expect(detailOf({ error, server: { host: 'localhost', port: 1 } })).toBe(
    'localhost:1: connect ECONNREFUSED ::1:1; connect ECONNREFUSED a:1',
  );
});
