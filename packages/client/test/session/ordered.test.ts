import { existsResponse } from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acl, retry } from '../../src/index.ts';
import { answer, statOf } from '../ambiguity/lost-reply.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave, open } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

const notExecuted = { code: -9, outcome: 'not-executed', cause: { code: -4, outcome: 'unknown' } };

test('behind a call whose outcome is unknown no other of the view is carried out', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 2 } });
  using view = client.ordered();
  const before = view.exists('/before');
  const unknown = expect(view.setAcl('/a', acl.open)).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  const waiting = expect(view.set('/b', 'x')).rejects.toMatchObject(notExecuted);
  const other = client.exists('/other');
  await peer.request();
  await peer.request();
  peer.destroy();
  await Promise.all([unknown, waiting]);
  await expect(view.set('/c', 'x')).rejects.toMatchObject(notExecuted);
  const next = await server.peer();
  await next.accept();
  for (let count = 0; count < 2; count++) await answer(next, 3, [existsResponse, { stat: statOf() }]);
  await Promise.all([before, other]);
  const again = client.ordered().exists('/d');
  await answer(next, 3, [existsResponse, { stat: statOf() }]);
  await again;
  await leave(client, server);
});

test('what was sent behind a call whose outcome is unknown is unknown too, reads included', async () => {
  const { client, peer } = await open(server);
  const view = client.ordered();
  const calls = [view.setAcl('/a', acl.open), view.exists('/b'), view.set('/c', 'x')];
  const ends = calls.map((call) => expect(call).rejects.toMatchObject({ code: -4, outcome: 'unknown' }));
  for (let count = 0; count < 3; count++) await peer.request();
  peer.destroy();
  await Promise.all(ends);
  await leave(client, server);
});

test('a call that timed out in flight stops what has not been sent, not what has', async () => {
  const { client, peer } = await open(server, { limits: { inFlight: 2 } });
  const view = client.ordered();
  const late = expect(view.set('/a', 'x', { timeoutMs: 20 })).rejects.toMatchObject({ code: -122, outcome: 'unknown' });
  const sent = view.exists('/b');
  const waiting = expect(view.set('/c', 'x')).rejects.toMatchObject({ code: -9, outcome: 'not-executed' });
  const first = await peer.request();
  const second = await peer.request();
  await Promise.all([late, waiting]);
  peer.reply(first.header.xid, 1n, -101);
  peer.replyWith(second.header.xid, 1n, existsResponse, { stat: statOf() });
  expect(await sent).toBeDefined();
  await leave(client, server);
});

test('a refused call stops nothing, and a postponed one is not tried again', async () => {
  const { client, peer } = await open(server, { retry: retry.forever(0) });
  const view = client.ordered();
  const calls = [view.set('/a', 'x'), view.set('/b', 'x'), view.exists('/c')];
  const ends = Promise.allSettled(calls);
  for (const code of [-103, -127, -101]) peer.reply((await peer.request()).header.xid, 1n, code);
  expect(await ends).toMatchObject([
    { reason: { code: -103 } },
    { reason: { code: -127, outcome: 'rejected' } },
    { status: 'fulfilled', value: undefined },
  ]);
  await leave(client, server);
});

test('a view that was disposed of takes no more calls', async () => {
  const { client } = await open(server);
  const view = client.ordered();
  view[Symbol.dispose]();
  await expect(view.set('/a', 'x')).rejects.toMatchObject({ code: -116, outcome: 'not-executed' });
  await leave(client, server);
});
