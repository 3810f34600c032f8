import { encode } from '@zookit/jute';
import { connectResponse, OpCode } from '@zookit/protocol';
import { frameOf, freePort, VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type Endpoint, type FailedAttempt, retry, type RetryPolicy } from '../../src/index.ts';
import { granted, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open, reached, statusOf } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

/** In this order: the first one ranks lowest. */
function inOrder(): () => number {
  let rank = 0;
  return () => (rank < 0.9 ? (rank += 0.1) : 0);
}

test('a server that lags behind ends the connection, and the client goes to the next with what it has seen', async () => {
  using other = await ScriptedServer.start();
  const servers = [server.endpoint, other.endpoint];
  const { client, peer } = await open(server, { connect: servers, environment: { ...impatient, random: inOrder() } });
  const reading = client.exists('/a');
  peer.reply((await peer.request()).header.xid, 40n, -101);
  await reading;
  peer.end();
  const lagging = await other.peer();
  expect(await lagging.handshake()).toMatchObject({ lastZxidSeen: 40n, sessionId: 7n });
  lagging.end();
  expect(await (await server.peer()).accept()).toMatchObject({ lastZxidSeen: 40n, sessionId: 7n });
  await reached(client, 'connected');
  await leave(client, server, other);
});

test('a server that nobody listens at is passed over, and said to be so when no other is left', async () => {
  const port = await freePort();
  const connecting = connect(
    { connect: [{ host: '127.0.0.1', port }], environment: impatient, reconnect: retry.never },
    { timeoutMs: 60_000 },
  );
  await expect(connecting).rejects.toMatchObject({ code: -1005, cause: { code: 'ECONNREFUSED' } });
});

test('a server that takes the connection and no handshake has its share of the session timeout', async () => {
  const clock = new VirtualClock();
  const endpoints = [server.endpoint, { host: '127.0.0.1', port: await freePort() }];
  const connecting = connect({
    connect: endpoints,
    sessionTimeoutMs: 8000,
    environment: { ...impatient, clock, random: inOrder() },
  });
  const silent = await server.peer();
  await silent.handshake();
  clock.advance(3999);
  expect(silent.isEnded).toBe(false);
  clock.advance(1);
  await waitFor('the end', () => silent.isEnded);
  await waitFor('another connection', () => {
    clock.advance(5);
    return server.waitingCount > 0;
  });
  await (await server.peer()).accept();
  await leave(await connecting, server);
});

test('the share is one of what the server granted, once it has', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...impatient, clock } }, { timeoutMs: 5000 });
  clock.advance(1000);
  peer.end();
  const silent = await server.peer();
  await silent.handshake();
  clock.advance(4999);
  expect(silent.isEnded).toBe(false);
  clock.advance(1);
  await waitFor('the end', () => silent.isEnded);
  await leave(client, server);
});

test('between passes the client waits as its policy says, and ends when it says so', async () => {
  const attempts: FailedAttempt[] = [];
  const clock = new VirtualClock();
  const reconnect = (attempt: FailedAttempt): number | false => {
    attempts.push(attempt);
    return attempt.n < 2 ? 500 : false;
  };
  const port = await freePort();
  const options = { connect: [{ host: '127.0.0.1', port }], environment: { ...impatient, clock }, reconnect };
  const connecting = expect(connect(options)).rejects.toMatchObject({ code: -1005 });
  for (const count of [1, 2]) {
    await waitFor('the policy', () => attempts.length === count && clock.pendingCount === 2);
    clock.advance(500);
  }
  await connecting;
  expect(attempts).toMatchObject([
    { n: 0, elapsedMs: 0, operation: 'connect', error: { code: -1005 } },
    { n: 1, elapsedMs: 500 },
    { n: 2, elapsedMs: 1000 },
  ]);
  expect(clock.pendingCount).toBe(0);
});

test('a server that grants a session and soon ends the connection is not tried without a pause', async () => {
  const waits: number[] = [];
  const clock = new VirtualClock();
  const reconnect = ({ n }: FailedAttempt): number => {
    waits.push(n);
    return 500;
  };
  const { client, peer } = await open(server, { reconnect, environment: { ...impatient, clock } });
  let last = peer;
  for (const count of [1, 2, 3]) {
    last.reply(-2, 1n);
    last.end();
    await waitFor('the policy', () => waits.length === count);
    clock.advance(500);
    last = await server.peer();
    await last.accept();
    await reached(client, 'connected');
  }
  clock.advance(1000);
  last.end();
  await (await server.peer()).accept();
  expect(waits).toEqual([0, 1, 2]);
  await leave(client, server);
});

test('the pauses do not grow when calls are answered between them', async () => {
  const waits: number[] = [];
  const reconnect = ({ n }: FailedAttempt): number => {
    waits.push(n);
    return 0;
  };
  const { client, peer } = await open(server, { reconnect });
  let last = peer;
  for (let count = 0; count < 3; count++) {
    const reading = client.exists('/a');
    last.reply((await last.request()).header.xid, 1n, -101);
    await reading;
    last.end();
    last = await server.peer();
    await last.accept();
    await reached(client, 'connected');
  }
  expect(waits).toEqual([0, 0, 0]);
  await leave(client, server);
});

test('when a connection soon ends the other servers are tried without a pause', async () => {
  using other = await ScriptedServer.start();
  const environment = { ...impatient, random: inOrder() };
  const options = { connect: [server.endpoint, other.endpoint], reconnect: retry.never, environment };
  const { client, peer } = await open(server, options);
  peer.end();
  await (await other.peer()).accept();
  await reached(client, 'connected');
  await leave(client, server, other);
});

test('where the servers are is asked again before each pass', async () => {
  const asked: number[] = [];
  const endpoints: Endpoint[] = [{ host: '127.0.0.1', port: await freePort() }];
  const provider = (): Promise<readonly Endpoint[]> => {
    asked.push(endpoints.length);
    return Promise.resolve(endpoints.slice());
  };
  const connecting = connect({ connect: provider, environment: impatient });
  await waitFor('some passes', () => asked.length > 2);
  endpoints.push(server.endpoint);
  const peer = await server.peer();
  await peer.accept();
  await leave(await connecting, server);
});

test('a provider that fails for good ends a client whose policy says so', async () => {
  const provider = (): Promise<readonly Endpoint[]> => Promise.reject(new Error('no name server'));
  const connecting = connect({ connect: provider, reconnect: retry.never });
  await expect(connecting).rejects.toMatchObject({
    code: -1005,
    cause: { code: -1005, cause: { message: 'no name server' } },
  });
});

test('a server before 3.4 says nothing about read-only, and serves', async () => {
  const connecting = connect({ connect: [server.endpoint], environment: impatient, readOnly: true });
  const peer = await server.peer();
  await peer.handshake();
  peer.write(frameOf(encode(connectResponse, { ...granted, readOnly: undefined })));
  const client = await connecting;
  expect(client.state).toMatchObject({ status: 'connected', isReadOnly: false });
  await leave(client, server);
});

test('a half-open connection is noticed by the silence behind a ping', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...impatient, clock } });
  clock.advance(3000);
  const { header } = await peer.request();
  expect(header).toEqual({ xid: -2, opCode: OpCode.ping });
  peer.reply(-2, 1n);
  const reading = client.exists('/a', { timeoutMs: 20_000 });
  peer.reply((await peer.request()).header.xid, 1n, -101);
  await reading;
  clock.advance(5999);
  expect(statusOf(client)).toBe('connected');
  clock.advance(1);
  expect(client.state).toMatchObject({ status: 'suspended', since: 9000, deadline: 12_000 });
  await leave(client, server);
});

test.for<[problem: string, decide: () => unknown]>([
  [
    'reconnect threw: no idea',
    () => {
      throw new Error('no idea');
    },
  ],
  ['reconnect gave undefined, which is no time to wait', () => undefined],
  ['reconnect gave NaN, which is no time to wait', () => NaN],
])('a policy that makes no sense ends the client, and is named: %s', async ([problem, decide]) => {
  const port = await freePort();
  const connecting = connect({ connect: [{ host: '127.0.0.1', port }], reconnect: decide as RetryPolicy });
  await expect(connecting).rejects.toMatchObject({
    code: -1005,
    cause: { code: 'ECONNREFUSED' },
    message: `ConnectFailed: connect ECONNREFUSED 127.0.0.1:${String(port)}; ${problem}`,
  });
});
