import { decode, encode } from '@zookit/jute';
import {
  connectRequest,
  connectResponse,
  reads,
  replyHeader,
  requestHeader,
  writes,
  type ConnectRequest,
} from '@zookit/protocol';
import { ConnectionEndedError, connectRequestOf, frameOf, RawClient, RawSocket } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { RecordingLogger } from '../support/recording-logger.ts';
import { creation, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

/** Shakes hands by a payload of the test's own and gives the payload of the answer. */
async function shakeHands(port: number, payload: Uint8Array): Promise<Uint8Array> {
  using socket = await RawSocket.open({ port });
  socket.sendFrame(payload);
  return await socket.nextFrame();
}

const payloadOf = (request: Partial<ConnectRequest>) => encode(connectRequest, { ...connectRequestOf({}), ...request });

describe('the form of the handshake', () => {
  test('a client of before 3.4 sends 44 bytes and gets an answer without the byte for read-only', async () => {
    await using server = await startServer();
    const payload = payloadOf({ readOnly: undefined });
    expect(payload).toHaveLength(44);
    expect(await shakeHands(server.port, payload)).toHaveLength(36);
  });

  test.for([false, true])(
    'a client of 3.4 or later that says readOnly %s gets 37 bytes that say false',
    async (readOnly) => {
      await using server = await startServer();
      const answer = await shakeHands(server.port, payloadOf({ readOnly }));
      expect(answer).toHaveLength(37);
      expect(decode(connectResponse, answer).readOnly).toBe(false);
    },
  );

  test('bytes behind the request are ignored', async () => {
    await using server = await startServer();
    const payload = Buffer.concat([payloadOf({ readOnly: false }), Buffer.from('more')]);
    expect(decode(connectResponse, await shakeHands(server.port, payload)).sessionId).not.toBe(0n);
  });

  test.for([0, 1, -1, 0x7fff_ffff])('protocol version %i is accepted and answered by 0', async (protocolVersion) => {
    await using server = await startServer();
    const answer = decode(connectResponse, await shakeHands(server.port, payloadOf({ protocolVersion })));
    expect(answer.protocolVersion).toBe(0);
    expect(answer.sessionId).not.toBe(0n);
  });

  test.for<[string, Uint8Array | null]>([
    ['null', null],
    ['empty', new Uint8Array(0)],
    ['short', Buffer.from('short')],
    ['16 bytes long', new Uint8Array(16)],
    ['longer than it should be', new Uint8Array(100)],
  ])('a new session does not care for a password that is %s', async ([, password]) => {
    await using server = await startServer();
    const answer = decode(connectResponse, await shakeHands(server.port, payloadOf({ password })));
    expect(answer.sessionId).not.toBe(0n);
    expect(answer.password).toHaveLength(16);
  });

  test('the request may come byte by byte', async () => {
    await using server = await startServer();
    using socket = await RawSocket.open(server);
    for (const byte of frameOf(payloadOf({}))) socket.write(Uint8Array.of(byte));
    expect(decode(connectResponse, await socket.nextFrame()).sessionId).not.toBe(0n);
  });

  test('requests may follow the connect request at once, and are answered behind it in their order', async () => {
    await using server = await startServer();
    using socket = await RawSocket.open(server);
    const create = encode(writes.create.request, creation('/early'));
    const getData = encode(reads.getData.request, { path: '/early', watch: false });
    socket.write(
      Buffer.concat([
        frameOf(payloadOf({})),
        frameOf(Buffer.concat([encode(requestHeader, { xid: 1, opCode: writes.create.opCode }), create])),
        frameOf(Buffer.concat([encode(requestHeader, { xid: 2, opCode: reads.getData.opCode }), getData])),
      ]),
    );
    expect(decode(connectResponse, await socket.nextFrame()).sessionId).not.toBe(0n);
    expect(decode(replyHeader, await socket.nextFrame())).toMatchObject({ xid: 1, error: 0 });
    expect(decode(replyHeader, await socket.nextFrame())).toMatchObject({ xid: 2, error: 0 });
  });
});

describe('the session timeout', () => {
  test.for([
    [-2_147_483_648, 4000],
    [-1, 4000],
    [0, 4000],
    [3999, 4000],
    [4000, 4000],
    [17_001, 17_001],
    [40_000, 40_000],
    [40_001, 40_000],
    [2_147_483_647, 40_000],
  ])('a wish of %i ms is granted as %i ms when a tick is 2000 ms', async ([wished = 0, granted]) => {
    await using server = await startServer({ tickTimeMs: 2000 });
    using client = await RawClient.connect({ port: server.port, timeoutMs: wished });
    expect(client.handshake.timeoutMs).toBe(granted);
  });

  test('the limits can be set apart from the tick', async () => {
    await using server = await startServer({ minSessionTimeoutMs: 100, maxSessionTimeoutMs: 200 });
    using short = await RawClient.connect({ port: server.port, timeoutMs: 1 });
    using long = await RawClient.connect({ port: server.port, timeoutMs: 1000 });
    expect([short.handshake.timeoutMs, long.handshake.timeoutMs]).toEqual([100, 200]);
  });
});

describe('the last zxid that the client has seen', () => {
  test('a client that has seen what this server has not is closed without an answer', async () => {
    const logger = new RecordingLogger();
    await using server = await startServer({ logger });
    using client = await RawClient.connect(server);
    const lastZxidSeen = (await lastZxid(client)) + 1n;
    await expect(RawClient.connect({ port: server.port, lastZxidSeen })).rejects.toThrow(ConnectionEndedError);
    expect(logger.linesLike('connection closed: the client has seen later changes')).toHaveLength(1);
  });

  test('a client that has seen all that this server has is welcome', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const lastZxidSeen = await lastZxid(client);
    using another = await RawClient.connect({ port: server.port, lastZxidSeen });
    expect(another.sessionId).not.toBe(0n);
  });

  test('zxids are compared with their sign, so a negative one is behind everything', async () => {
    await using server = await startServer();
    using client = await RawClient.connect({ port: server.port, lastZxidSeen: -1n });
    expect(client.sessionId).not.toBe(0n);
  });
});

test('a new session takes one zxid', async () => {
  await using server = await startServer();
  using first = await RawClient.connect(server);
  const before = await lastZxid(first);
  using second = await RawClient.connect(server);
  expect(await lastZxid(second)).toBe(before + 1n);
});
