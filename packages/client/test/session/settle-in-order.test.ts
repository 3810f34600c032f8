import {
  create2Response,
  existsResponse,
  getChildrenResponse,
  getDataResponse,
  OpCode,
  setDataResponse,
} from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer, answerSync, loseReplies, statOf } from '../ambiguity/lost-reply.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

const CREATED = [create2Response, { path: '/x', stat: statOf() }] as const;
const SET = [setDataResponse, { stat: statOf() }] as const;

test('a delete that may miss its znode is sent again behind the create that is', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => [
    client.create('/x', 'a', { kind: 'ephemeral' }),
    client.delete('/x', { ifMissing: 'ignore' }),
  ]);
  await answerSync(peer);
  await answer(peer, OpCode.getData, -101);
  await answer(peer, OpCode.exists, -101);
  await answer(peer, OpCode.create2, CREATED);
  await answer(peer, OpCode.delete, 0);
  expect(await results).toMatchObject([{ value: { path: '/x' } }, { value: true }]);
  await leave(client, server);
});

test('a delete is sent again behind a create about which nobody is asked', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => [
    client.create('/x', 'a', { ifExists: 'keep' }),
    client.delete('/x', { ifMissing: 'ignore' }),
  ]);
  await answerSync(peer);
  await answer(peer, OpCode.exists, -101);
  await answer(peer, OpCode.create2, CREATED);
  await answer(peer, OpCode.delete, 0);
  expect(await results).toMatchObject([{ value: { path: '/x' } }, { value: true }]);
  await leave(client, server);
});

test('a create of what is still there is sent again behind the delete that is', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => {
    const view = client.ordered();
    return [view.delete('/x'), view.create('/x', 'new')];
  });
  await answerSync(peer);
  await answer(peer, OpCode.exists, [existsResponse, { stat: statOf() }]);
  await answer(peer, OpCode.delete, 0);
  await answer(peer, OpCode.create2, CREATED);
  expect(await results).toMatchObject([{ value: true }, { value: { path: '/x' } }]);
  await leave(client, server);
});

test('of sets that follow one another those are sent again that were not carried out', async () => {
  const { client, peer, results } = await loseReplies(server, (client) =>
    ['a', 'b', 'c'].map((data, version) => client.set('/x', data, { version })),
  );
  await answerSync(peer);
  const stat = statOf({ version: 1, mzxid: 20n });
  await answer(peer, OpCode.getData, [getDataResponse, { data: Buffer.from('a'), stat }]);
  for (const data of ['b', 'c']) {
    const { body } = await answer(peer, OpCode.setData, SET);
    expect(Buffer.from(body).toString()).toContain(data);
  }
  expect(await results).toMatchObject([{ value: { version: 1 } }, { status: 'fulfilled' }, { status: 'fulfilled' }]);
  await leave(client, server);
});

test('what was refused says so at once where what is sent again is about another znode', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => [
    client.delete('/x'),
    client.create('/y', 'a', { kind: 'ephemeral' }),
  ]);
  await answerSync(peer);
  await answer(peer, OpCode.exists, [existsResponse, { stat: statOf() }]);
  await answer(peer, OpCode.getData, [getDataResponse, { data: null, stat: statOf() }]);
  await answer(peer, OpCode.delete, 0);
  expect(await results).toMatchObject([{ value: true }, { reason: { code: -110 } }]);
  await leave(client, server);
});

test('a set is not sent again behind a later one of its znode that was carried out', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => [
    client.set('/x', 'a', { version: 5 }),
    client.set('/x', 'b', { version: 4 }),
  ]);
  await answerSync(peer);
  const stat = statOf({ version: 5, mzxid: 20n });
  await answer(peer, OpCode.getData, [getDataResponse, { data: Buffer.from('b'), stat }]);
  expect(await results).toMatchObject([{ reason: { code: -4, outcome: 'not-executed' } }, { value: { version: 5 } }]);
  await leave(client, server);
});

test.for([
  ['is not sent again in a view that keeps their order', true],
  ['is sent again otherwise', false],
] as const)('a delete behind which another znode was set %s', async ([, isOrdered]) => {
  const { client, peer, results } = await loseReplies(server, (client) => {
    const view = isOrdered ? client.ordered() : client;
    return [view.delete('/x'), view.set('/y', 'b', { version: 4 })];
  });
  await answerSync(peer);
  await answer(peer, OpCode.exists, [existsResponse, { stat: statOf() }]);
  const stat = statOf({ version: 5, mzxid: 20n });
  await answer(peer, OpCode.getData, [getDataResponse, { data: Buffer.from('b'), stat }]);
  if (!isOrdered) await answer(peer, OpCode.delete, -111);
  const code = isOrdered ? -4 : -111;
  expect(await results).toMatchObject([{ reason: { code } }, { value: { version: 5 } }]);
  await leave(client, server);
});

test('what was carried out says so behind a call of its view whose outcome is unknown', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => {
    const view = client.ordered();
    return [
      view.create('/queue/item-', 'a', { sequential: true }),
      view.set('/y', 'b', { version: 4 }),
      view.exists('/z'),
    ];
  });
  await answerSync(peer);
  await answer(peer, OpCode.getChildren, [getChildrenResponse, { children: [] }]);
  const stat = statOf({ version: 5, mzxid: 20n });
  await answer(peer, OpCode.getData, [getDataResponse, { data: Buffer.from('b'), stat }]);
  expect(await results).toMatchObject([
    { reason: { code: -4, outcome: 'unknown' } },
    { value: { version: 5 } },
    { reason: { code: -9 } },
  ]);
  await leave(client, server);
});

test('a create that may be there already is sent again, whatever was carried out behind it', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => {
    const view = client.ordered();
    return [view.create('/x', 'a', { ifExists: 'keep' }), view.set('/x', 'b', { version: 0 })];
  });
  await answerSync(peer);
  const stat = statOf({ version: 1, mzxid: 20n });
  await answer(peer, OpCode.getData, [getDataResponse, { data: Buffer.from('b'), stat }]);
  await answer(peer, OpCode.create2, -110);
  await answer(peer, OpCode.exists, [existsResponse, { stat }]);
  expect(await results).toMatchObject([{ value: { path: '/x' } }, { value: { version: 1 } }]);
  await leave(client, server);
});

test('what several calls ask is asked once', async () => {
  const { client, peer, results } = await loseReplies(server, (client) => [
    client.create('/queue/item-', 'a', { sequential: true }),
    client.create('/queue/item-', 'b', { sequential: true }),
  ]);
  await answerSync(peer);
  await answer(peer, OpCode.getChildren, [getChildrenResponse, { children: [] }]);
  for (let count = 0; count < 2; count++) await answer(peer, OpCode.create2, CREATED);
  expect(await results).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  await leave(client, server);
});

test.for([
  ['sync', [-127, 0]],
  ['read', [0, -127]],
] as const)('a busy server is asked again when it postponed the %s', async ([, [ofSync, ofRead]]) => {
  const { client, peer, results } = await loseReplies(server, (client) => [client.set('/x', 'new', { version: 3 })]);
  const answerSet = async (code: number, version: number): Promise<void> => {
    const found = { data: Buffer.from('new'), stat: statOf({ version, mzxid: 20n }) };
    await answer(peer, OpCode.getData, code === 0 ? [getDataResponse, found] : code);
  };
  const { header } = await peer.request();
  peer.reply(header.xid, 50n, ofSync, ofSync === 0 ? Buffer.from([0, 0, 0, 1, 0x2f]) : undefined);
  await answerSet(ofRead, 9);
  await answerSync(peer);
  await answerSet(0, 4);
  expect(await results).toMatchObject([{ value: { version: 4 } }]);
  await leave(client, server);
});
