import { create2Response, ErrorCode, existsResponse, OpCode } from '@zookit/protocol';
import { VirtualClock } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EphemeralNode, systemEnvironment, type ZooKeeper } from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { leave, reached } from '../session/clients.ts';
import { open, reconnected } from '../watches/watching-peer.ts';
import { wireStat } from '../wire-stat.ts';

/** As the server grants it. */
const SESSION_TIMEOUT_MS = 9000;
const stat = wireStat({ czxid: 5n, ephemeralOwner: 7n });

let server: ScriptedServer;
let clock: VirtualClock;
let client: ZooKeeper;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new VirtualClock();
  const environment = { ...systemEnvironment, clock, random: () => 0.5 };
  ({ client, peer } = await open(server, { environment, requestTimeoutMs: 1000 }));
});

afterEach(() => leave(client, server));

async function created(): Promise<EphemeralNode> {
  const creating = client.createEphemeral('/a');
  peer.replyWith((await peer.request()).header.xid, 5n, create2Response, { path: '/a', stat });
  return creating;
}

test('the end of an ephemeral znode waits for a connection no longer than the session may live, and is no error then', async () => {
  const node = await created();
  server[Symbol.dispose]();
  await reached(client, 'suspended');
  const ending = node[Symbol.asyncDispose]();
  clock.advance(SESSION_TIMEOUT_MS);
  await ending;
  expect(client.state).toMatchObject({ status: 'lost', by: 'deadline' });
});

test('it waits no longer when the connection was lost a while ago', async () => {
  const node = await created();
  server[Symbol.dispose]();
  await reached(client, 'suspended');
  clock.advance(SESSION_TIMEOUT_MS - 1000);
  const ending = node[Symbol.asyncDispose]();
  clock.advance(1000);
  await ending;
});

test('it does not wait at all when the session is lost', async () => {
  const node = await created();
  server[Symbol.dispose]();
  await reached(client, 'suspended');
  clock.advance(SESSION_TIMEOUT_MS);
  expect(client.state.status).toBe('lost');
  await node[Symbol.asyncDispose]();
});

test('the znode is deleted if the connection comes back before', async () => {
  const node = await created();
  peer.destroy();
  await reached(client, 'suspended');
  const ending = node[Symbol.asyncDispose]();
  clock.advance(2000);
  peer = await reconnected(server, clock);
  peer.replyWith((await peer.request()).header.xid, 5n, existsResponse, { stat });
  const { header } = await peer.request();
  expect(header.opCode).toBe(OpCode.delete);
  peer.reply(header.xid, 6n);
  await ending;
});

test('what the server refuses is an error of the end', async () => {
  const node = await created();
  const ending = node[Symbol.asyncDispose]();
  peer.reply((await peer.request()).header.xid, 5n, ErrorCode.NoAuth);
  await expect(ending).rejects.toMatchObject({ code: ErrorCode.NoAuth });
});
