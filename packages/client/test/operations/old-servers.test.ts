import { type Codec } from '@zookit/jute';
import {
  createResponse,
  ErrorCode,
  existsResponse,
  getChildren2Response,
  getDataResponse,
  OpCode,
} from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, read, type ZooKeeper } from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { leave, open, stat } from '../watches/watching-peer.ts';

let server: ScriptedServer;
let client: ZooKeeper;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedServer.start();
  ({ client, peer } = await open(server));
});

afterEach(() => leave(client, server));

/** Refuses a request as a server that does not know the op code: by an error, and by closing. */
async function lack(opCode: number, at: ScriptedServer = server): Promise<void> {
  const { header } = await peer.request();
  expect(header.opCode).toBe(opCode);
  peer.reply(header.xid, -1n, ErrorCode.Unimplemented);
  peer.end();
  peer = await at.peer();
  await peer.accept();
}

async function answer<Response>(opCode: number, codec: Codec<Response>, response: Response): Promise<void> {
  const { header } = await peer.request();
  expect(header.opCode).toBe(opCode);
  peer.replyWith(header.xid, 2n, codec, response);
}

test('a server before 3.5 creates without telling the stat, which is read behind it, and is asked so from then on', async () => {
  const first = client.create('/a');
  await lack(OpCode.create2);
  await answer(OpCode.create, createResponse, { path: '/a' });
  await answer(OpCode.exists, existsResponse, { stat });
  await expect(first).resolves.toMatchObject({ path: '/a', stat: { czxid: 1n } });
  const second = client.create('/b');
  await answer(OpCode.create, createResponse, { path: '/b' });
  await answer(OpCode.exists, existsResponse, { stat });
  await expect(second).resolves.toMatchObject({ path: '/b' });
});

test('a server before 3.6 gets each read of a multiRead by itself', async () => {
  const reading = client.multiRead([read.get('/a'), read.children('/b')]);
  await lack(OpCode.multiRead);
  await answer(OpCode.getData, getDataResponse, { data: null, stat });
  const { header } = await peer.request();
  peer.reply(header.xid, 2n, ErrorCode.NoNode);
  await expect(reading).resolves.toMatchObject([
    { ok: true, value: { isNull: true } },
    { ok: false, error: { code: ErrorCode.NoNode, path: '/b' } },
  ]);
});

test('a server before 3.6 is walked to count what is below a znode', async () => {
  const counting = client.childCount('/a', { recursive: true });
  await lack(OpCode.getAllChildrenNumber);
  await answer(OpCode.getChildren2, getChildren2Response, { children: ['x', 'y'], stat });
  await answer(OpCode.getChildren2, getChildren2Response, { children: [], stat });
  await answer(OpCode.getChildren2, getChildren2Response, { children: [], stat });
  await expect(counting).resolves.toBe(2);
});

test('a server before 3.5 has persistent znodes in place of containers, where only a path is wanted', async () => {
  const ensuring = client.ensurePath('/a', { kind: 'container' });
  const { header } = await peer.request();
  peer.reply(header.xid, 1n, ErrorCode.NoNode);
  await lack(OpCode.createContainer);
  await lack(OpCode.create2);
  await answer(OpCode.create, createResponse, { path: '/a' });
  await answer(OpCode.exists, existsResponse, { stat });
  await ensuring;
});

test('where there is no other way, the caller learns that the server is too old', async () => {
  const asking = expect(client.whoAmI()).rejects.toMatchObject({ code: ErrorCode.Unimplemented, operation: 'whoAmI' });
  await lack(OpCode.whoAmI);
  await asking;
});

test('what is called before there is a connection finds out for the calls behind it, too', async () => {
  using old = await ScriptedServer.start();
  const lazy = await connect({ connect: [old.endpoint], lazy: true });
  const first = lazy.create('/a');
  peer = await old.peer();
  await peer.accept();
  await lack(OpCode.create2, old);
  await answer(OpCode.create, createResponse, { path: '/a' });
  await answer(OpCode.exists, existsResponse, { stat });
  await first;
  const second = lazy.create('/b');
  await answer(OpCode.create, createResponse, { path: '/b' });
  await answer(OpCode.exists, existsResponse, { stat });
  await second;
  await leave(lazy, old);
});
