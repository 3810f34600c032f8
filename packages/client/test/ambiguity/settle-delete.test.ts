import { existsResponse, OpCode } from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ZooKeeper } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave } from '../session/clients.ts';
import { answer, answerAgain, answerSync, loseReply, statOf } from './lost-reply.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

const any = (client: ZooKeeper): Promise<boolean> => client.delete('/a');
const anyIfThere = (client: ZooKeeper): Promise<boolean> => client.delete('/a', { ifMissing: 'ignore' });
const atVersion = (client: ZooKeeper): Promise<boolean> => client.delete('/a', { version: 3 });
const atVersionIfThere = (client: ZooKeeper): Promise<boolean> =>
  client.delete('/a', { version: 3, ifMissing: 'ignore' });

test.for([
  ['any version', any],
  ['a version', atVersion],
] as const)('a znode that is gone leaves a delete of %s unknown', async ([, call]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.exists, -101);
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown', operation: 'delete' });
  await leave(lost.client, server);
});

test.for([
  ['any version', anyIfThere],
  ['a version', atVersionIfThere],
] as const)('a znode that is gone is what a delete of %s wants that may miss it', async ([, call]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.exists, -101);
  expect(await lost.result).toBe(false);
  await leave(lost.client, server);
});

test.for([
  ['any version', any, {}],
  ['any version that may miss it', anyIfThere, {}],
  ['its version', atVersion, { version: 3 }],
] as const)('a znode that is still there: a delete of %s is sent again', async ([, call, fields]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.exists, [existsResponse, { stat: statOf(fields) }]);
  await answerAgain(lost, 0);
  expect(await lost.result).toBe(true);
  await leave(lost.client, server);
});

test('a znode that is there at another version was not deleted, and will not be', async () => {
  const lost = await loseReply(server, atVersion);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.exists, [existsResponse, { stat: statOf({ version: 4, mzxid: 20n }) }]);
  await expect(lost.result).rejects.toMatchObject({ code: -103, outcome: 'rejected' });
  await leave(lost.client, server);
});

test.for([any, anyIfThere, atVersion])('a znode that was created since leaves a delete unknown', async (call) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.exists, [existsResponse, { stat: statOf({ version: 3, czxid: 20n }) }]);
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});
