import { getEventListeners } from 'node:events';
import { existsResponse } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { statOf } from '../ambiguity/lost-reply.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave, open } from './clients.ts';

test('a signal that many calls share has one listener, ends all that are open, and is left alone behind them', async () => {
  using server = await ScriptedServer.start();
  const { client, peer } = await open(server);
  const { signal, ...controller } = sharedSignal();
  const answered = client.exists('/a', { signal });
  const others = [client.set('/b', 'x', { signal }), client.exists('/c', { signal })];
  const ends = others.map((call) => expect(call).rejects.toMatchObject({ name: 'AbortError', cause: 'over' }));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  peer.replyWith((await peer.request()).header.xid, 1n, existsResponse, { stat: statOf() });
  await answered;
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  controller.abort();
  await Promise.all(ends);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  await leave(client, server);
});

test('a signal has no listener when all its calls were answered', async () => {
  using server = await ScriptedServer.start();
  const { client, peer } = await open(server);
  const { signal } = sharedSignal();
  for (let count = 0; count < 2; count++) {
    const reading = client.exists('/a', { signal });
    peer.reply((await peer.request()).header.xid, 1n, -101);
    await reading;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  }
  await leave(client, server);
});

function sharedSignal(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort('over') };
}
