import { getDataResponse, OpCode } from '@zookit/protocol';
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

const ONE = 'server.1=a:2888:3888:participant;0.0.0.0:2181';
const TWO = 'server.2=b:2888:3888:participant;0.0.0.0:2181';
const THREE = 'server.3=c:2888:3888:observer;10.0.0.3:2181';

function configOf(
  version: string,
  ...servers: string[]
): readonly [typeof getDataResponse, { data: Buffer; stat: ReturnType<typeof statOf> }] {
  return [getDataResponse, { data: Buffer.from([...servers, `version=${version}`].join('\n')), stat: statOf() }];
}

const change = (client: ZooKeeper): Promise<unknown> =>
  client.reconfig({ add: ['server.2=b:2888:3888;2181'], remove: [3] }, { fromVersion: 5n });
const members = (client: ZooKeeper): Promise<unknown> =>
  client.reconfig({ members: ['server.1=a:2888:3888;2181', 'server.3=c:2888:3888:observer;10.0.0.3:2181'] });

test.for([
  ['servers that came and went', change, [ONE, TWO]],
  ['all its members', members, [ONE, THREE]],
] as const)('a new configuration with %s: the reconfig was carried out', async ([, call, servers]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, configOf('14', ...servers));
  expect(await lost.result).toMatchObject({ version: 0x14n });
  await leave(lost.client, server);
});

test.for([
  ['lacks a server that was to come', change, [ONE]],
  ['has a server that was to go', change, [ONE, TWO, THREE]],
  ['has a member too many', members, [ONE, TWO, THREE]],
] as const)('a new configuration that %s leaves the reconfig unknown', async ([, call, servers]) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, configOf('14', ...servers));
  await expect(lost.result).rejects.toMatchObject({ code: -4, outcome: 'unknown' });
  await leave(lost.client, server);
});

test.for([change, members])('a configuration that is the old one: the reconfig is sent again', async (call) => {
  const lost = await loseReply(server, call);
  await answerSync(lost.peer);
  await answer(lost.peer, OpCode.getData, configOf('5', ONE, THREE));
  await answerAgain(lost, configOf('3c', ONE, TWO));
  expect(await lost.result).toMatchObject({ version: 0x3cn });
  await leave(lost.client, server);
});
