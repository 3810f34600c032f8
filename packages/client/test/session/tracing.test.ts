import { createResponse, ErrorCode, existsResponse } from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnostics, type RequestTrace, retry } from '../../src/index.ts';
import { statOf } from '../ambiguity/lost-reply.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open } from './clients.ts';

let server: ScriptedServer;
let told: { readonly event: string; readonly trace: RequestTrace }[];

const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
const subscribers = Object.fromEntries(
  events.map((event) => [event, (trace: RequestTrace) => void told.push({ event, trace })]),
) as Record<(typeof events)[number], (trace: RequestTrace) => void>;

beforeEach(async () => {
  server = await ScriptedServer.start();
  told = [];
  diagnostics.request.subscribe(subscribers);
});

afterEach(() => {
  diagnostics.request.unsubscribe(subscribers);
  server[Symbol.dispose]();
});

test('a call is traced from its beginning to its result', async () => {
  const { client, peer } = await open(server, { chroot: '/app' });
  const reading = client.exists('/a');
  expect(told).toMatchObject([
    { event: 'start', trace: { operation: 'exists', path: '/a', chroot: '/app' } },
    { event: 'end', trace: { attempt: 1 } },
  ]);
  peer.replyWith((await peer.request()).header.xid, 1n, existsResponse, { stat: statOf() });
  await reading;
  expect(told.map(({ event }) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
  expect(told[0]?.trace).toMatchObject({ server: server.endpoint, attempt: 1, requestBytes: 19 });
  await leave(client, server);
});

test('a call that fails is traced with its error and its attempts', async () => {
  const { client, peer } = await open(server, { retry: retry.forever(0) });
  const reading = client.get('/a');
  peer.reply((await peer.request()).header.xid, 1n, -127);
  peer.reply((await peer.request()).header.xid, 1n, -101);
  await expect(reading).rejects.toMatchObject({ code: -101 });
  const failed = told.find(({ event }) => event === 'error');
  expect(failed?.trace).toMatchObject({ operation: 'get', attempt: 2, error: { code: -101 } });
  await leave(client, server);
});

test('a call that a server makes take other requests is one, and what the client asks for itself is none', async () => {
  const { client, peer } = await open(server, { environment: impatient });
  const creating = client.create('/a');
  peer.reply((await peer.request()).header.xid, -1n, ErrorCode.Unimplemented);
  peer.end();
  const next = await server.peer();
  await next.accept();
  next.replyWith((await next.request()).header.xid, 1n, createResponse, { path: '/a' });
  next.replyWith((await next.request()).header.xid, 1n, existsResponse, { stat: statOf() });
  await creating;
  const watching = client.existsAndWatch('/b');
  next.reply((await next.request()).header.xid, 1n, ErrorCode.NoNode);
  await (await watching).watch[Symbol.asyncDispose]();
  next.reply((await next.request()).header.xid, 1n, ErrorCode.NoWatcher);
  await client.exists('/c', { timeoutMs: 0 }).catch(() => undefined);
  const begun = told.filter(({ event }) => event === 'start');
  expect(begun.map(({ trace }) => trace.operation)).toEqual(['create', 'exists', 'exists']);
  await leave(client, server);
});
