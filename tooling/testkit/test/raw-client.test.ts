import { decode, encode } from '@zookit/jute';
import {
  connectRequest,
  connectResponse,
  ErrorCode,
  EventType,
  getDataResponse,
  KeeperState,
  NoNodeError,
  OpCode,
  reads,
  replyHeader,
  requestHeader,
  type Stat,
  watcherEvent,
  Xid,
} from '@zookit/protocol';
import { expect, test } from 'vitest';
import { ConnectionEndedError, RawClient } from '../src/index.ts';
import { startFrameServer, type FrameServer, type OnFrame } from './support/frame-server.ts';

const SESSION_ID = 0x1234n;
const password = Buffer.from('0123456789abcdef');
const stat: Stat = {
  czxid: 1n,
  mzxid: 2n,
  ctime: 3n,
  mtime: 4n,
  version: 5,
  cversion: 6,
  aversion: 7,
  ephemeralOwner: 0n,
  dataLength: 1,
  numChildren: 0,
  pzxid: 8n,
};

const reply = (xid: number, error: number, body: Uint8Array = new Uint8Array()) =>
  Buffer.concat([encode(replyHeader, { xid, zxid: 9n, error }), body]);

/** Accepts every session and answers requests by `answer`. */
function startServer(answer: OnFrame): Promise<FrameServer> {
  let isFirst = true;
  return startFrameServer((frame, send, socket) => {
    if (!isFirst) {
      answer(frame, send, socket);
      return;
    }
    isFirst = false;
    const { timeoutMs, readOnly } = decode(connectRequest, frame);
    send(encode(connectResponse, { protocolVersion: 0, timeoutMs, sessionId: SESSION_ID, password, readOnly }));
  });
}

test('the handshake tells session, password and timeout', async () => {
  await using server = await startServer(() => undefined);
  using client = await RawClient.connect({ port: server.port, timeoutMs: 7000 });
  expect(client.sessionId).toBe(SESSION_ID);
  expect(Buffer.from(client.password)).toEqual(password);
  expect(client.handshake).toMatchObject({ timeoutMs: 7000, readOnly: false });
});

test('a legacy client leaves the last byte of the handshake out', async () => {
  const lengths: number[] = [];
  await using server = await startFrameServer((frame, send) => {
    lengths.push(frame.length);
    send(encode(connectResponse, { protocolVersion: 0, timeoutMs: 1, sessionId: 1n, password, readOnly: undefined }));
  });
  using legacy = await RawClient.connect({ port: server.port, isLegacy: true });
  using _modern = await RawClient.connect({ port: server.port, readOnly: true });
  expect(lengths).toEqual([44, 45]);
  expect(legacy.handshake.readOnly).toBeUndefined();
});

test('a server that closes without an answer rejects the connection', async () => {
  await using server = await startFrameServer((_frame, _send, socket) => socket.end());
  await expect(RawClient.connect({ port: server.port })).rejects.toThrow(ConnectionEndedError);
});

test('a reply is decoded by its operation', async () => {
  await using server = await startServer((frame, send) => {
    const { xid } = decode(requestHeader, frame);
    send(reply(xid, 0, encode(getDataResponse, { data: Buffer.from('x'), stat })));
  });
  using client = await RawClient.connect(server);
  const { header, response } = await client.request(reads.getData, { path: '/a', watch: false });
  expect(header).toEqual({ xid: 1, zxid: 9n, error: 0 });
  expect(response?.stat).toEqual(stat);
});

test('an error in a reply is thrown by ask, and given by errorOf', async () => {
  await using server = await startServer((frame, send) => {
    send(reply(decode(requestHeader, frame).xid, ErrorCode.NoNode));
  });
  using client = await RawClient.connect(server);
  await expect(client.ask(reads.getData, { path: '/a', watch: false })).rejects.toThrow(NoNodeError);
  expect(await client.errorOf(reads.getData, { path: '/a', watch: false })).toBe(ErrorCode.NoNode);
});

test('replies and events are kept in the order in which they came', async () => {
  await using server = await startServer((frame, send) => {
    const { xid, opCode } = decode(requestHeader, frame);
    const event = { type: EventType.NodeCreated, state: KeeperState.SyncConnected, path: '/a' };
    send(reply(Xid.NOTIFICATION, 0, encode(watcherEvent, event)));
    send(reply(opCode === OpCode.ping ? Xid.PING : xid, 0));
  });
  using client = await RawClient.connect(server);
  const [first, second] = client.batch(() => [
    client.request(reads.ping, undefined),
    client.request(reads.checkWatches, { path: '/a', type: 3 }, 77),
  ]);
  expect((await first).header.xid).toBe(Xid.PING);
  expect((await second).header.xid).toBe(77);
  const seen = client.received.map((one) => (one.kind === 'event' ? one.path : one.name));
  expect(seen).toEqual(['/a', 'ping', '/a', 'checkWatches']);
  expect(await client.waitForEvents(2)).toHaveLength(2);
});

test('a reply that nobody asked for is kept as one', async () => {
  await using server = await startServer((_frame, send) => {
    send(reply(99, 0));
    send(reply(1, 0));
  });
  using client = await RawClient.connect(server);
  await client.requestRaw(11, new Uint8Array());
  expect(client.received).toMatchObject([{ name: 'unasked' }, { name: 'op 11' }]);
});

test('the end of the connection rejects every request that waits, and every later one', async () => {
  await using server = await startServer((_frame, _send, socket) => socket.end());
  using client = await RawClient.connect(server);
  const requests = [client.request(reads.ping, undefined), client.request(reads.ping, undefined)];
  for (const request of requests) await expect(request).rejects.toThrow(ConnectionEndedError);
  await expect(client.request(reads.ping, undefined)).rejects.toThrow(ConnectionEndedError);
});

test('closing ends the session and waits for the server to end the connection', async () => {
  await using server = await startServer((frame, send, socket) => {
    const { xid, opCode } = decode(requestHeader, frame);
    expect(opCode).toBe(OpCode.closeSession);
    send(reply(xid, 0));
    socket.end();
  });
  const client = await RawClient.connect(server);
  await client.close();
  expect(client.socket.isEnded).toBe(true);
});
