import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { VirtualClock, waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConnectionState, connect, type ConnectTrace, diagnostics, type StateMessage } from '../../src/index.ts';
import { StateStream } from '../../src/state-stream.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open, reached, statusOf } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function statuses(states: AsyncIterable<ConnectionState>): Promise<string[]> {
  const found: string[] = [];
  for await (const { status } of states) found.push(status);
  return found;
}

test('a connect string alone is enough to connect', async () => {
  const connecting = connect(`127.0.0.1:${String(server.endpoint.port)}`);
  await (await server.peer()).accept();
  await leave(await connecting, server);
});

test('a lazy client connects with its first call', async () => {
  const client = await connect({ connect: [server.endpoint], lazy: true });
  expect(client.state).toEqual({ status: 'connecting', attempt: 0, lastError: undefined });
  expect(server.waitingCount).toBe(0);
  const reading = client.exists('/a');
  const peer = await server.peer();
  await peer.accept();
  peer.reply((await peer.request()).header.xid, 1n, -101);
  expect(await reading).toBeUndefined();
  await leave(client, server);
});

test('ready connects a lazy client, and resolves at once when it is connected', async () => {
  const client = await connect({ connect: [server.endpoint], lazy: true });
  const ready = client.ready();
  await (await server.peer()).accept();
  expect(await ready).toMatchObject({ id: 7n, timeoutMs: 9000, generation: 1 });
  expect(await client.ready()).toBe(await ready);
  await leave(client, server);
});

test('ready waits through a suspended connection, and no longer than it is told', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { ...impatient, clock } });
  peer.end();
  await reached(client, 'suspended');
  const late = expect(client.ready({ timeoutMs: 10 })).rejects.toMatchObject({
    code: -122,
    operation: 'ready',
    outcome: 'not-executed',
    cause: { name: 'LinkError' },
  });
  const ready = client.ready();
  await expect(client.ready({ signal: AbortSignal.abort('no') })).rejects.toMatchObject({ name: 'AbortError' });
  await expect(client.ready({ timeoutMs: -1 })).rejects.toMatchObject({ code: -8 });
  clock.advance(10);
  await late;
  await (await server.peer()).accept();
  expect(await ready).toMatchObject({ id: 7n });
  await leave(client, server);
});

test('states are told from now to the end, none left out, whenever they are read', async () => {
  const { client, peer } = await open(server);
  const states = client.states();
  peer.destroy();
  await (await server.peer()).accept();
  await reached(client, 'connected');
  const reading = statuses(states);
  const other = client.states();
  expect((await other.next()).value).toMatchObject({ status: 'connected', isResumed: true });
  const next = other.next();
  await leave(client, server);
  expect((await reading).slice(0, 3)).toEqual(['connected', 'suspended', 'connected']);
  expect((await reading).at(-1)).toBe('closed');
  expect((await next).value).toMatchObject({ status: expect.stringMatching(/suspended|closed/) as string });
  expect(await statuses(client.states())).toEqual(['closed']);
});

test('states end by the signal and by leaving the loop', async () => {
  const { client } = await open(server);
  const controller = new AbortController();
  const states = client.states({ signal: controller.signal });
  expect((await states.next()).done).toBe(false);
  const next = states.next();
  controller.abort();
  expect(await next).toEqual({ value: undefined, done: true });
  expect(await statuses(client.states({ signal: AbortSignal.abort() }))).toEqual([]);
  for await (const { status } of client.states()) {
    expect(status).toBe('connected');
    break;
  }
  await leave(client, server);
});

test('a reader of states that is too far behind gets what there is, and is told that more is missing', async () => {
  const state = (attempt: number): ConnectionState => ({ status: 'connecting', attempt, lastError: undefined });
  let ends = 0;
  const stream = new StateStream(state(0), () => ends++);
  for (let attempt = 1; attempt < 2000; attempt++) stream.push(state(attempt));
  const attempts: unknown[] = [];
  await expect(async () => {
    for await (const one of stream) attempts.push(one);
  }).rejects.toMatchObject({ code: -1002, operation: 'states' });
  expect(attempts).toEqual(Array.from({ length: 1024 }, (_, attempt) => state(attempt)));
  expect(await stream.next()).toEqual({ value: undefined, done: true });
  expect(ends).toBe(1);
});

test('those who listen are told of each attempt and each state', async () => {
  const told: string[] = [];
  const onState = (message: unknown): void => {
    const { state, previous } = message as StateMessage;
    told.push(`${previous.status} ${state.status}`);
  };
  const onTrace = (name: string) => (message: unknown) => {
    const { isResumed, error, server: endpoint } = message as ConnectTrace;
    expect(endpoint).toEqual(server.endpoint);
    told.push(`${name} ${error instanceof Error ? 'error' : String(isResumed)}`);
  };
  const traced = { start: onTrace('start'), error: onTrace('error'), asyncEnd: onTrace('end') };
  diagnostics.state.subscribe(onState);
  for (const [name, listener] of Object.entries(traced)) subscribe(`tracing:zookit:client:connect:${name}`, listener);
  const connecting = connect({ connect: [server.endpoint], environment: impatient });
  const cut = await server.peer();
  await cut.handshake();
  cut.destroy();
  await (await server.peer()).accept();
  const client = await connecting;
  await leave(client, server);
  diagnostics.state.unsubscribe(onState);
  for (const [name, listener] of Object.entries(traced)) unsubscribe(`tracing:zookit:client:connect:${name}`, listener);
  expect(told.slice(0, 7)).toEqual([
    'start undefined',
    'error error',
    'end error',
    'connecting connecting',
    'start undefined',
    'end false',
    'connecting connected',
  ]);
});

test('an attempt that can not so much as begin is told as one that failed', async () => {
  const told: ConnectTrace[] = [];
  const onError = (message: unknown): number => told.push(message as ConnectTrace);
  subscribe('tracing:zookit:client:connect:error', onError);
  const nowhere = { host: '127.0.0.1', port: 99_999 };
  const client = await connect({ connect: () => Promise.resolve([nowhere]), environment: impatient, lazy: true });
  client.start();
  await waitFor('a failure', () => told.length > 0);
  unsubscribe('tracing:zookit:client:connect:error', onError);
  expect(told[0]).toMatchObject({ server: nowhere, error: { code: 'ERR_SOCKET_BAD_PORT' } });
  expect(statusOf(client)).toBe('connecting');
  await client.close();
});
