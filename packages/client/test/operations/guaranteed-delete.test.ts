import { ErrorCode, OpCode } from '@zookit/protocol';
import { VirtualClock } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ZooKeeper } from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { leave, open } from '../session/clients.ts';

/** As long as a guaranteed delete pauses. */
const PAUSE_MS = 1000;

let server: ScriptedServer;
let clock: VirtualClock;
let client: ZooKeeper;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new VirtualClock();
  ({ client, peer } = await open(server, { environment: { clock } }));
});

afterEach(() => leave(client, server));

/** What the server is asked when the time has come to try again. */
async function askedLater(): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(PAUSE_MS);
  await new Promise((resolve) => setImmediate(resolve));
  const reading = client.exists('/other', { timeoutMs: Infinity });
  const { header } = await peer.request();
  if (header.opCode === OpCode.exists) {
    peer.reply(header.xid, 2n, ErrorCode.NoNode);
    await reading;
  } else {
    reading.catch(() => undefined);
  }
  return header.opCode;
}

test('a guaranteed delete that was postponed is tried again in the background', async () => {
  const deleting = client.delete('/a', { guaranteed: true, retry: false });
  peer.reply((await peer.request()).header.xid, 2n, ErrorCode.ThrottledOp);
  await expect(deleting).rejects.toMatchObject({ code: ErrorCode.ThrottledOp });
  expect(await askedLater()).toBe(OpCode.delete);
});

test('one that its caller aborted before it was sent is not', async () => {
  const deleting = client.delete('/a', { guaranteed: true, signal: AbortSignal.abort() });
  await expect(deleting).rejects.toMatchObject({ outcome: 'not-executed' });
  expect(await askedLater()).toBe(OpCode.exists);
});

test('nor is one of an ordered view that takes no more calls', async () => {
  const view = client.ordered();
  view[Symbol.dispose]();
  await expect(view.delete('/a', { guaranteed: true })).rejects.toMatchObject({ outcome: 'not-executed' });
  expect(await askedLater()).toBe(OpCode.exists);
});
