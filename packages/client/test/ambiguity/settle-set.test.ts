import { getACLResponse, getDataResponse, OpCode, setACLResponse, setDataResponse } from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acl, retry, type Stat, type ZooKeeper } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave } from '../session/clients.ts';
import { answer, answerAgain, answerSync, loseReply, statOf } from './lost-reply.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

const setAtVersion = (client: ZooKeeper): Promise<Stat> => client.set('/a', 'new', { version: 3 });
const setAny = (client: ZooKeeper): Promise<Stat> => client.set('/a', 'new');
const setAclAtVersion = (client: ZooKeeper): Promise<Stat> => client.setAcl('/a', acl.readOnly, { version: 3 });

test.for([
  ['not written since', setAtVersion, { version: 3 }, 'old'],
  ['at its version, after a write that the client had not seen', setAtVersion, { version: 3, mzxid: 11n }, 'old'],
  ['not written since', setAny, { version: 8 }, 'old'],
] as const)('a znode that is %s: the set is sent again', async ([, call, fields, data]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, [getDataResponse, { data: Buffer.from(data), stat: statOf(fields) }]);
  await answerAgain(lost, [setDataResponse, { stat: statOf({ version: 4 }) }]);
  expect(await lost.result).toMatchObject({ version: 4 });
  await leave(lost.client, server);
});

test('a znode at the next version with the data of the set: it was carried out', async () => {
  const lost = await loseReply(server, setAtVersion);
  await answerSync(lost.peer);
  const stat = statOf({ version: 4, mzxid: 20n });
  await answer(lost.peer, OpCode.getData, [getDataResponse, { data: Buffer.from('new'), stat }]);
  expect(await lost.result).toMatchObject({ version: 4, mzxid: 20n });
  await leave(lost.client, server);
});

test.for([
  ['at the next version with other data', setAtVersion, { version: 4, mzxid: 20n }, 'other', -103, 'rejected'],
  ['at an earlier version', setAtVersion, { version: 2, mzxid: 20n }, 'other', -103, 'rejected'],
  ['further on', setAtVersion, { version: 5, mzxid: 20n }, 'new', -4, 'unknown'],
  ['another one at this version', setAtVersion, { version: 3, mzxid: 20n, czxid: 15n }, 'old', -4, 'unknown'],
  ['written since', setAny, { version: 4, mzxid: 20n }, 'new', -4, 'unknown'],
] as const)('a znode that is %s', async ([, call, fields, data, code, outcome]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, [getDataResponse, { data: Buffer.from(data), stat: statOf(fields) }]);
  await expect(lost.result).rejects.toMatchObject({ code, outcome, operation: 'set', path: '/a' });
  await leave(lost.client, server);
});

test.for([setAtVersion, setAny])('a znode that is gone leaves a set unknown', async (call) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, -101);
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test('a set of any version with a retry of its own is sent again', async () => {
  const lost = await loseReply(server, (client) => client.set('/a', 'new', { retry: retry.exponential() }));
  await answerSync(lost.peer);
  const stat = statOf({ version: 4, mzxid: 20n });
  await answer(lost.peer, OpCode.getData, [getDataResponse, { data: Buffer.from('new'), stat }]);
  await answerAgain(lost, [setDataResponse, { stat: statOf({ version: 5 }) }]);
  expect(await lost.result).toMatchObject({ version: 5 });
  await leave(lost.client, server);
});

test('null and no bytes are different data', async () => {
  const lost = await loseReply(server, (client) => client.set('/a', null, { version: 3 }));
  await answerSync(lost.peer);
  const stat = statOf({ version: 4, mzxid: 20n });
  await answer(lost.peer, OpCode.getData, [getDataResponse, { data: Buffer.alloc(0), stat }]);
  await expect(lost.result).rejects.toMatchObject({ code: -103 });
  await leave(lost.client, server);
});

test('what may not be read stays unknown', async () => {
  const lost = await loseReply(server, setAtVersion);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, -102);
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown', cause: { cause: { code: -102 } } });
  await leave(lost.client, server);
});

test.for([
  ['at its version', { aversion: 3 }, acl.open, 'again'],
  ['at its version, of a znode created since', { aversion: 3, czxid: 20n }, acl.open, 'unknown'],
  ['at the next version and the same', { aversion: 4 }, acl.readOnly, 'done'],
  ['at the next version and another', { aversion: 4 }, acl.open, 'unknown'],
  ['further on', { aversion: 5 }, acl.readOnly, 'unknown'],
] as const)('an ACL that is %s', async ([, fields, found, expected]) => {
  const lost = await loseReply(server, setAclAtVersion);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getACL, [getACLResponse, { acl: found, stat: statOf(fields) }]);
  if (expected === 'again') await answerAgain(lost, [setACLResponse, { stat: statOf({ aversion: 4 }) }]);
  if (expected === 'unknown') await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  else expect(await lost.result).toMatchObject({ aversion: 4 });
  await leave(lost.client, server);
});

test('an ACL set whatever its version stays unknown', async () => {
  const lost = await loseReply(server, (client) => client.setAcl('/a', acl.open));
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});
