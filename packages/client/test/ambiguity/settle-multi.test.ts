import {
  getChildrenResponse,
  existsResponse,
  getDataResponse,
  multiRequest,
  multiResponse,
  OpCode,
  type Stat as WireStat,
} from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ZooKeeper } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave } from '../session/clients.ts';
import { answer, answerAgain, answerSync, type LostReply, loseReply, requestOf, statOf } from './lost-reply.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

const setTwo = (client: ZooKeeper): Promise<unknown> =>
  client.transaction().set('/a', 'new', { version: 3 }).set('/b', 'new').commit();

async function found({ peer }: LostReply<unknown>, data: string, fields: Partial<WireStat>): Promise<void> {
  await answer(peer, OpCode.getData, [getDataResponse, { data: Buffer.from(data), stat: statOf(fields) }]);
}

const twoStats = [
  { type: OpCode.setData, response: { stat: statOf({ version: 4 }) } },
  { type: OpCode.setData, response: { stat: statOf({ version: 9 }) } },
] as const;

test('a transaction that left all its znodes at one zxid was carried out', async () => {
  const lost = await loseReply(server, setTwo);
  await answerSync(lost.peer);
  await found(lost, 'new', { version: 4, mzxid: 20n });
  await found(lost, 'new', { version: 9, mzxid: 20n });
  expect(await lost.result).toMatchObject([{ version: 4 }, { version: 9 }]);
  await leave(lost.client, server);
});

test('a transaction of which one znode was not written since is sent again', async () => {
  const lost = await loseReply(server, setTwo);
  await answerSync(lost.peer);
  await found(lost, 'new', { version: 4, mzxid: 20n });
  await found(lost, 'old', { version: 8 });
  await answerAgain(lost, [multiResponse, { results: twoStats }]);
  expect(await lost.result).toMatchObject([{ version: 4 }, { version: 9 }]);
  await leave(lost.client, server);
});

test('a transaction whose znodes were written by different transactions stays unknown', async () => {
  const lost = await loseReply(server, setTwo);
  await answerSync(lost.peer);
  await found(lost, 'new', { version: 4, mzxid: 20n });
  await found(lost, 'new', { version: 9, mzxid: 21n });
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test('a check says of which version a set is that names none', async () => {
  const call = (client: ZooKeeper): Promise<unknown> =>
    client.transaction().check('/a', 3).set('/a', 'new').delete('/b').commit();
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await found(lost, 'new', { version: 4, mzxid: 20n });
  await answer(lost.peer, OpCode.getData, -101);
  expect(await lost.result).toMatchObject([undefined, { version: 4 }, undefined]);
  await leave(lost.client, server);
});

test.for([
  ['was there before: it is sent again', { czxid: 5n }, 'again'],
  ['is there with another znode of the same zxid: it was carried out', { czxid: 20n, mzxid: 20n }, 'done'],
  ['was created by another transaction', { czxid: 21n, mzxid: 21n }, 'unknown'],
  ['is absent', undefined, 'unknown'],
] as const)('a transaction that creates a znode that %s', async ([, fields, expected]) => {
  const call = (client: ZooKeeper): Promise<unknown> =>
    client.transaction().create('/c', 'x').set('/b', 'new').commit();
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  if (fields === undefined) await answer(lost.peer, OpCode.getData, -101);
  else await found(lost, 'x', fields);
  await found(lost, 'new', { version: 9, mzxid: 20n });
  if (expected === 'again') {
    const errors = [-110, -2].map((error) => ({ type: OpCode.error, error }) as const);
    await answerAgain(lost, [multiResponse, { results: errors }]);
    await expect(lost.result).rejects.toMatchObject({ code: -110, failedIndex: 0, outcome: 'rejected' });
  } else if (expected === 'done') {
    expect(await lost.result).toMatchObject([{ path: '/c' }, { version: 9 }]);
  } else {
    await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  }
  await leave(lost.client, server);
});

test('a transaction that creates an ephemeral znode of this session is proven by it', async () => {
  const lost = await loseReply(server, (client) =>
    client.transaction().create('/e', 'x', { kind: 'ephemeral' }).commit(),
  );
  await answerSync(lost.peer);
  await found(lost, 'x', { czxid: 20n, mzxid: 20n, ephemeralOwner: 7n });
  expect(await lost.result).toMatchObject([{ path: '/e', stat: { czxid: 20n } }]);
  await leave(lost.client, server);
});

test('the ephemeral znode of a transaction may have been deleted since: that it is absent proves nothing', async () => {
  const lost = await loseReply(server, (client) =>
    client.transaction().create('/e', 'x', { kind: 'ephemeral' }).set('/a', 'new').commit(),
  );
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, -101);
  await found(lost, 'new', { mzxid: 20n });
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test.for([
  ['is still there: it is sent again', [getDataResponse, { data: null, stat: statOf({ version: 3 }) }]],
  ['is gone', -101],
] as const)('a transaction that only deletes a znode that %s', async ([, reply]) => {
  const lost = await loseReply(server, (client) => client.transaction().delete('/a', { version: 3 }).commit());
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, reply);
  if (reply === -101) {
    await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  } else {
    await answerAgain(lost, [multiResponse, { results: [{ type: OpCode.delete, response: undefined }] }]);
    expect(await lost.result).toEqual([undefined]);
  }
  await leave(lost.client, server);
});

test('a transaction that only checks is sent again', async () => {
  const lost = await loseReply(server, (client) => client.transaction().check('/a', 3).commit());
  await answerAgain(lost, [multiResponse, { results: [{ type: OpCode.check, response: undefined }] }]);
  expect(await lost.result).toEqual([undefined]);
  await leave(lost.client, server);
});

const guarded = (client: ZooKeeper): Promise<unknown> =>
  client
    .transaction()
    .create('/q/item-', 'x', { sequential: true })
    .set('/b', 'new')
    .delete('/c')
    .commit({ guard: { path: '/guard', version: 6 } });

/** What the guard was to be set to. */
function uuidOf(lost: LostReply<unknown>): string {
  const guard = requestOf(multiRequest, lost).operations.at(-1);
  return guard?.opCode === OpCode.setData ? Buffer.from(guard.request.data ?? []).toString() : '';
}

async function answerGuarded(lost: LostReply<unknown>, guardData: string, fields: Partial<WireStat>): Promise<void> {
  await answerSync(lost.peer);
  await found(lost, 'later', { version: 12, mzxid: 30n });
  await answer(lost.peer, OpCode.getData, -101);
  await found(lost, guardData, fields);
}

test('a guard that was moved by this transaction: it was carried out, and the stats are read again', async () => {
  const lost = await loseReply(server, guarded);
  expect(uuidOf(lost)).toMatch(/^[0-9a-f-]{36}$/);
  await answerGuarded(lost, uuidOf(lost), { version: 7, mzxid: 20n });
  const children = ['item-0000000009', 'item-x', 'item-0000000007'];
  await answer(lost.peer, OpCode.getChildren, [getChildrenResponse, { children }]);
  await answer(lost.peer, OpCode.exists, [existsResponse, { stat: statOf({ czxid: 15n }) }]);
  await answer(lost.peer, OpCode.exists, [existsResponse, { stat: statOf({ czxid: 20n }) }]);
  expect(await lost.result).toMatchObject([
    { path: '/q/item-0000000009', stat: { czxid: 20n } },
    { version: 12 },
    undefined,
  ]);
  await leave(lost.client, server);
});

test('a guard that was not moved: the transaction is sent again', async () => {
  const lost = await loseReply(server, guarded);
  await answerGuarded(lost, 'before', { version: 6 });
  const errors = [0, -103, -2, -2].map((error) => ({ type: OpCode.error, error }) as const);
  await answerAgain(lost, [multiResponse, { results: errors }]);
  await expect(lost.result).rejects.toMatchObject({ code: -103, failedIndex: 1 });
  await leave(lost.client, server);
});

test('a guard that moved further leaves the transaction unknown', async () => {
  const lost = await loseReply(server, guarded);
  await answerGuarded(lost, 'other', { version: 8, mzxid: 30n });
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});
