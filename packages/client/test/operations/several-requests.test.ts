import { decode } from '@zookit/jute';
import {
  create2Response,
  createRequest,
  deleteRequest,
  ErrorCode,
  existsRequest,
  getChildren2Request,
  getChildren2Response,
  OpCode,
} from '@zookit/protocol';
import { VirtualClock } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RequestTimeoutError, type WalkedNode } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave, open, stat } from '../watches/watching-peer.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function pathsOf(nodes: AsyncIterable<WalkedNode>): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of nodes) paths.push(path);
  return paths;
}

test('a walk asks for no more at a time than it may', async () => {
  const { client, peer } = await open(server);
  const walking = pathsOf(client.walk('/a', { concurrency: 2 }));
  const root = await peer.request();
  peer.replyWith(root.header.xid, 1n, getChildren2Response, { children: ['1', '2', '3'], stat });
  const asked = [await peer.request(), await peer.request()];
  expect(asked.map(({ body }) => decode(getChildren2Request, body).path)).toEqual(['/a/1', '/a/2']);
  const before = peer.chunkCount;
  const [first, second] = asked;
  peer.replyWith(first!.header.xid, 1n, getChildren2Response, { children: [], stat });
  const third = await peer.request();
  expect(decode(getChildren2Request, third.body).path).toBe('/a/3');
  expect(peer.chunkCount).toBe(before + 1);
  peer.reply(second!.header.xid, 1n, ErrorCode.NoNode);
  peer.replyWith(third.header.xid, 1n, getChildren2Response, { children: [], stat });
  expect(await walking).toEqual(['/a', '/a/1', '/a/3']);
  await leave(client, server);
});

test('a recursive delete begins again when somebody put something below a znode that was going', async () => {
  const { client, peer } = await open(server);
  const deleting = client.delete('/a', { recursive: true });
  for (const code of [ErrorCode.NotEmpty, 0]) {
    const list = await peer.request();
    peer.replyWith(list.header.xid, 1n, getChildren2Response, { children: [], stat });
    const { header, body } = await peer.request();
    expect(decode(deleteRequest, body)).toEqual({ path: '/a', version: -1 });
    peer.reply(header.xid, 2n, code);
  }
  await expect(deleting).resolves.toBe(true);
  await leave(client, server);
});

test('a path whose parent goes while it is created is created again', async () => {
  const { client, peer } = await open(server);
  const ensuring = client.ensurePath('/a/b');
  const answers = [
    [ErrorCode.NoNode, ErrorCode.NoNode],
    [ErrorCode.NodeExists, ErrorCode.NoNode],
  ] as const;
  for (const codes of answers) {
    for (const code of codes) peer.reply((await peer.request()).header.xid, 1n, code);
  }
  const looks = [await peer.request(), await peer.request()];
  expect(looks.map(({ body }) => decode(existsRequest, body).path)).toEqual(['/a', '/a/b']);
  for (const { header } of looks) peer.reply(header.xid, 1n, ErrorCode.NoNode);
  for (const path of ['/a', '/a/b']) {
    const { header, body } = await peer.request();
    expect(decode(createRequest, body).path).toBe(path);
    peer.replyWith(header.xid, 2n, create2Response, { path, stat });
  }
  await ensuring;
  await leave(client, server);
});

test('a create with parents has one deadline for all of its requests', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open(server, { environment: { clock } });
  const creating = client.create('/a/b', null, { parents: true, timeoutMs: 100 });
  const first = await peer.request();
  clock.advance(60);
  peer.reply(first.header.xid, 1n, ErrorCode.NoNode);
  const second = await peer.request();
  expect(second.header.opCode).toBe(OpCode.exists);
  clock.advance(40);
  await expect(creating).rejects.toBeInstanceOf(RequestTimeoutError);
  await leave(client, server);
});
