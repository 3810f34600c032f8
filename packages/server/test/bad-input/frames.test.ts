import { encode } from '@zookit/jute';
import { OpCode, reads, requestHeader, writes } from '@zookit/protocol';
import { exchange, frameOf, RawClient, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { RecordingLogger } from '../support/recording-logger.ts';
import { create, creation, exists, settle } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const lengthOf = (length: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  return bytes;
};

const FRAME_MAX_BYTES = 1_048_575;

describe('before the handshake, the connection is closed without an answer and with one line in the log', () => {
  test.for<[string, Uint8Array]>([
    ['a negative length', Buffer.concat([lengthOf(-1), Buffer.alloc(50)])],
    ['the least length there is', lengthOf(-2_147_483_648)],
    ['the greatest length there is', lengthOf(2_147_483_647)],
    ['a length above the limit of requests', lengthOf(FRAME_MAX_BYTES + 1)],
    ['a length that no connect request has', Buffer.concat([lengthOf(1025), Buffer.alloc(1025)])],
    ['a frame of no bytes', lengthOf(0)],
    ['a frame that is too short', frameOf(Buffer.alloc(27))],
    [
      'a password that goes beyond the frame',
      frameOf(Buffer.concat([Buffer.alloc(24), lengthOf(17), Buffer.alloc(16)])),
    ],
    ['a password of negative length', frameOf(Buffer.concat([Buffer.alloc(24), lengthOf(-2), Buffer.alloc(16)]))],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')],
    ['a PROXY header', Buffer.from('PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n')],
    ['an SSH greeting', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['a word that is no command', Buffer.from('quit\n')],
    ['a command in capitals', Buffer.from('RUOK')],
  ])('%s', async ([, bytes]) => {
    const logger = new RecordingLogger();
    await using server = await startServer({ logger });
    expect(await exchange(server, bytes)).toHaveLength(0);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
    using client = await RawClient.connect(server);
    expect(await exists(client, '/')).toBe(true);
  });
});

describe('after the handshake, the connection is closed without an answer', () => {
  test.for<[string, Uint8Array]>([
    ['a negative length', lengthOf(-1)],
    ['a length above the limit', lengthOf(FRAME_MAX_BYTES + 1)],
    ['a frame of no bytes', lengthOf(0)],
    ['a frame of less than a header', frameOf(Buffer.alloc(7))],
    ['a four-letter word', Buffer.from('ruok')],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('%s', async ([, bytes]) => {
    await using server = await startServer();
    using observer = await RawClient.connect(server);
    using client = await RawClient.connect(server);
    client.socket.write(bytes);
    await client.socket.ended;
    expect(client.received).toEqual([]);
    expect(await exists(observer, '/')).toBe(true);
    expect(server.view.tree.sessions.has(client.sessionId)).toBe(true);
  });

  test('a second connect request is an unknown operation', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header } = await client.requestRaw(0, Buffer.alloc(37), 0);
    expect(header).toEqual({ xid: 0, zxid: -1n, error: -6 });
    await client.socket.ended;
  });
});

describe('the limit of a frame', () => {
  const payloadOf = (length: number) => {
    const header = encode(requestHeader, { xid: 1, opCode: OpCode.exists });
    const body = encode(reads.exists.request, { path: '/', watch: false });
    return Buffer.concat([header, body, Buffer.alloc(length - header.length - body.length)]);
  };

  test('is as it was set, to the byte', async () => {
    await using server = await startServer({ frameMaxBytes: 2000 });
    using client = await RawClient.connect(server);
    client.socket.sendFrame(payloadOf(2000));
    await client.request(reads.ping, undefined);
    expect(client.received[0]).toMatchObject({ kind: 'reply', error: 0 });
    client.socket.sendFrame(payloadOf(2001));
    await client.socket.ended;
  });

  test('is 1,048,575 bytes by default', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    client.socket.sendFrame(payloadOf(FRAME_MAX_BYTES));
    await client.request(reads.ping, undefined);
    expect(client.received[0]).toMatchObject({ kind: 'reply', error: 0 });
    client.socket.write(lengthOf(FRAME_MAX_BYTES + 1));
    await client.socket.ended;
  });

  test('of requests is not that of the handshake, even when both come at once', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/large', { data: Buffer.alloc(100_000) });
    expect(await client.errorOf(writes.setData, { path: '/large', data: Buffer.alloc(5000), version: 0 })).toBe(0);
  });
});

test('a frame may come in any pieces', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  const header = encode(requestHeader, { xid: 7, opCode: OpCode.create });
  const frame = frameOf(Buffer.concat([header, encode(writes.create.request, creation('/cut'))]));
  for (const byte of frame) {
    client.socket.write(Uint8Array.of(byte));
    await settle(observer);
  }
  await waitFor('the reply', () => client.received.length === 1);
  expect(client.received).toMatchObject([{ xid: 7, error: 0 }]);
});

test('the interrupt of a telnet client closes the connection without an answer', async () => {
  await using server = await startServer();
  expect(await exchange(server, Buffer.from('fff4fffd06', 'hex'))).toHaveLength(0);
});
