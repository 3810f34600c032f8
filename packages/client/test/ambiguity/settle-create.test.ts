import {
  create2Response,
  createRequest,
  deleteRequest,
  existsResponse,
  getChildrenResponse,
  getDataResponse,
  OpCode,
} from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Created, ZooKeeper } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave } from '../session/clients.ts';
import { answer, answerAgain, answerSync, type LostReply, loseReply, requestOf, statOf } from './lost-reply.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

const protectedCreate = (client: ZooKeeper): Promise<Created> =>
  client.create('/locks/lock-', 'me', { kind: 'ephemeral', sequential: true });

const fixedEphemeral = (client: ZooKeeper): Promise<Created> => client.create('/me', 'me', { kind: 'ephemeral' });

/** The name of the znode that the lost create had asked for, with the number that the server gave it. */
function markedName(lost: LostReply<unknown>): string {
  return `${requestOf(createRequest, lost).path.slice('/locks/'.length)}0000000003`;
}

async function find(lost: LostReply<unknown>, fields: Parameters<typeof statOf>[0]): Promise<void> {
  const { peer } = lost;
  await answerSync(peer);
  await answer(peer, OpCode.getChildren, [getChildrenResponse, { children: ['other', markedName(lost)] }]);
  await answer(peer, OpCode.exists, [existsResponse, { stat: statOf(fields) }]);
}

test('a sequential create is marked with a uuid of its own', async () => {
  const lost = await loseReply(server, protectedCreate);
  expect(requestOf(createRequest, lost).path).toMatch(/^\/locks\/_c_[0-9a-f-]{36}-lock-$/);
  await leave(lost.client, server);
});

test('a protected create whose znode is found in this session was carried out', async () => {
  const lost = await loseReply(server, protectedCreate);
  await find(lost, { czxid: 20n, ephemeralOwner: 7n });
  expect(await lost.result).toMatchObject({ path: `/locks/${markedName(lost)}`, stat: { czxid: 20n } });
  await leave(lost.client, server);
});

test('a protected create whose znode belongs to an older session is deleted and created again', async () => {
  const lost = await loseReply(server, protectedCreate, { isRenewed: true });
  await find(lost, { czxid: 20n, ephemeralOwner: 7n });
  const { body } = await answer(lost.peer, OpCode.delete, 0);
  expect(deleteRequest.read).toBeDefined();
  expect(Buffer.from(body).toString()).toContain(markedName(lost));
  await answerAgain(lost, [create2Response, { path: '/locks/again', stat: statOf({ czxid: 60n }) }]);
  expect(await lost.result).toMatchObject({ path: '/locks/again' });
  await leave(lost.client, server);
});

test('a protected create of a persistent znode is found in whatever session', async () => {
  const call = (client: ZooKeeper): Promise<Created> => client.create('/locks/lock-', 'me', { sequential: true });
  const lost = await loseReply(server, call, { isRenewed: true });
  await find(lost, { czxid: 20n });
  expect(await lost.result).toMatchObject({ path: `/locks/${markedName(lost)}` });
  await leave(lost.client, server);
});

test('a protected create whose znode is absent is sent again', async () => {
  const lost = await loseReply(server, protectedCreate);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getChildren, [getChildrenResponse, { children: ['other'] }]);
  await answerAgain(lost, [create2Response, { path: '/locks/again', stat: statOf() }]);
  expect(await lost.result).toMatchObject({ path: '/locks/again' });
  await leave(lost.client, server);
});

test('a create that is protected on demand is found by its whole name', async () => {
  const lost = await loseReply(server, (client) => client.create('/locks/a', 'me', { protect: true }));
  const { path } = requestOf(createRequest, lost);
  await answerSync(lost.peer);
  const names = [path.slice('/locks/'.length), `${path.slice('/locks/'.length)}0000000001`];
  await answer(lost.peer, OpCode.getChildren, [getChildrenResponse, { children: names }]);
  await answer(lost.peer, OpCode.exists, [existsResponse, { stat: statOf({ czxid: 20n }) }]);
  expect(await lost.result).toMatchObject({ path, stat: { czxid: 20n } });
  await leave(lost.client, server);
});

test('a sequential create without protection keeps its name, and its outcome stays unknown', async () => {
  const lost = await loseReply(server, (client) =>
    client.create('/locks/lock-', 'me', { sequential: true, protect: false }),
  );
  expect(requestOf(createRequest, lost).path).toBe('/locks/lock-');
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test.for([
  ['is found in this session', { ephemeralOwner: 7n, czxid: 20n, mzxid: 20n }, 'me', undefined],
  ['is found in this session, changed since', { ephemeralOwner: 7n, czxid: 20n, version: 1 }, 'other', undefined],
  ['was there before', { ephemeralOwner: 7n, czxid: 9n }, 'me', -110],
  ['belongs to another session', { ephemeralOwner: 99n, czxid: 20n }, 'me', -110],
  ['was created by another call of this session', { ephemeralOwner: 7n, czxid: 20n }, 'twin', -110],
] as const)('an ephemeral create of a fixed name that %s', async ([, fields, data, code]) => {
  const lost = await loseReply(server, fixedEphemeral);
  await answerSync(lost.peer);
  const found = { data: Buffer.from(data), stat: statOf(fields) };
  await answer(lost.peer, OpCode.getData, [getDataResponse, found]);
  if (code === undefined) expect(await lost.result).toMatchObject({ path: '/me', stat: { czxid: 20n } });
  else await expect(lost.result).rejects.toMatchObject({ code, path: '/me', operation: 'create', outcome: 'rejected' });
  await leave(lost.client, server);
});

test('an ephemeral create of a fixed name that is absent is sent again', async () => {
  const lost = await loseReply(server, fixedEphemeral);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, -101);
  await answerAgain(lost, [create2Response, { path: '/me', stat: statOf() }]);
  expect(await lost.result).toMatchObject({ path: '/me' });
  await leave(lost.client, server);
});

test('an ephemeral create of a fixed name stays unknown in a renewed session', async () => {
  const lost = await loseReply(server, fixedEphemeral, { isRenewed: true });
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test.for([
  ['was there before', 0, -110, 'rejected'],
  ['was created since', 20n, -4, 'unknown'],
  ['is absent', undefined, -4, 'unknown'],
] as const)('a persistent create of a fixed name that %s', async ([, czxid, code, outcome]) => {
  const lost = await loseReply(server, (client) => client.create('/a', 'me'));
  await answerSync(lost.peer);
  const stat = statOf({ czxid: BigInt(czxid ?? 0) });
  await answer(lost.peer, OpCode.exists, czxid === undefined ? -101 : [existsResponse, { stat }]);
  await expect(lost.result).rejects.toMatchObject({ code, outcome });
  await leave(lost.client, server);
});

test.for(['keep', 'set'] as const)('a create with ifExists %s is sent again without a question', async (ifExists) => {
  const lost = await loseReply(server, (client) => client.create('/a', 'me', { ifExists }));
  await answerAgain(lost, [create2Response, { path: '/a', stat: statOf() }]);
  expect(await lost.result).toMatchObject({ path: '/a' });
  await leave(lost.client, server);
});

test.for([
  [
    'protected',
    (client: ZooKeeper) => client.create('/locks/a', 'me', { protect: true, retry: false }),
    OpCode.getChildren,
  ],
  ['ephemeral', (client: ZooKeeper) => client.create('/me', 'me', { kind: 'ephemeral', retry: false }), OpCode.getData],
] as const)(
  'the znode of a create that is %s may have been deleted by others: it is not known',
  async ([, call, question]) => {
    const lost = await loseReply(server, call);
    await answerSync(lost.peer);
    await answer(lost.peer, question, -101);
    await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
    await leave(lost.client, server);
  },
);

test('a create that is sent again, and is refused then, may have been carried out at first', async () => {
  const lost = await loseReply(server, protectedCreate);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getChildren, -101);
  await answerAgain(lost, -101);
  await expect(lost.result).rejects.toMatchObject({ code: -101, outcome: 'unknown' });
  await leave(lost.client, server);
});
