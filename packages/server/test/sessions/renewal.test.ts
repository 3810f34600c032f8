import { encode } from '@zookit/jute';
import { connectRequest, ErrorCode, reads, writes } from '@zookit/protocol';
import { ConnectionEndedError, connectRequestOf, RawClient, RawSocket, waitFor } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { change, create, ephemeral, exists, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

/** What Apache's servers would give to a session of this id: a function of the id alone. */
function apachePasswordOf(sessionId: bigint): Uint8Array {
  const mask = 0xffff_ffff_ffffn;
  const password = Buffer.alloc(16);
  let seed = (sessionId ^ 0xb341_5c00n ^ 0x5_deec_e66dn) & mask;
  for (let at = 0; at < 16; at += 4) {
    seed = (seed * 0x5_deec_e66dn + 0xbn) & mask;
    password.writeUInt32LE(Number((seed >> 16n) & 0xffff_ffffn), at);
  }
  return password;
}

test('a session is taken up again on another connection, with its ephemeral znodes', async () => {
  await using server = await startServer();
  using first = await RawClient.connect(server);
  await first.ask(writes.create, ephemeral('/mine'));
  first.disconnect();
  const { sessionId, password } = first;
  using second = await RawClient.connect({ port: server.port, sessionId, password });
  expect(second.sessionId).toBe(sessionId);
  expect(Buffer.from(second.password)).toEqual(Buffer.from(password));
  expect((await second.ask(reads.getEphemerals, { prefixPath: '/' })).ephemerals).toEqual(['/mine']);
});

test('taking a session up does not take a zxid', async () => {
  await using server = await startServer();
  using first = await RawClient.connect(server);
  const before = await lastZxid(first);
  using second = await RawClient.connect({ port: server.port, sessionId: first.sessionId, password: first.password });
  expect(await lastZxid(second)).toBe(before);
});

test('a renewal negotiates the timeout anew', async () => {
  await using server = await startServer({ tickTimeMs: 1000 });
  using first = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
  const { sessionId, password } = first;
  using second = await RawClient.connect({ port: server.port, sessionId, password, timeoutMs: 1 });
  expect(second.handshake.timeoutMs).toBe(2000);
});

test('the connection that served the session before is closed without another word', async () => {
  await using server = await startServer();
  using first = await RawClient.connect(server);
  await create(first, '/before');
  const { sessionId, password } = first;
  using second = await RawClient.connect({ port: server.port, sessionId, password });
  await first.socket.ended;
  expect(first.received).toHaveLength(1);
  expect(await exists(second, '/before')).toBe(true);
});

test('watches belong to the connection and do not move with the session', async () => {
  await using server = await startServer();
  using other = await RawClient.connect(server);
  using first = await RawClient.connect(server);
  await create(first, '/watched');
  await first.ask(reads.getData, { path: '/watched', watch: true });
  const { sessionId, password } = first;
  using second = await RawClient.connect({ port: server.port, sessionId, password });
  await other.ask(writes.setData, change('/watched'));
  await lastZxid(second);
  expect(second.events).toEqual([]);
});

test('what was sent on the old connection takes effect once, though nobody is told', async () => {
  await using server = await startServer();
  using first = await RawClient.connect(server);
  const { sessionId, password } = first;
  await create(first, '/counted');
  const sent = first.request(writes.setData, change('/counted'));
  using second = await RawClient.connect({ port: server.port, sessionId, password });
  await first.socket.ended;
  await sent.catch(() => undefined);
  const { stat } = await second.ask(reads.getData, { path: '/counted', watch: false });
  expect(stat.version).toBe(1);
});

test.for<[string, (right: Uint8Array, sessionId: bigint) => Uint8Array | null]>([
  ['null', () => null],
  ['empty', () => new Uint8Array(0)],
  ['all zeros', () => new Uint8Array(16)],
  ['one bit off', (right) => right.map((byte, index) => (index === 15 ? byte ^ 1 : byte))],
  ['cut short', (right) => right.subarray(0, 15)],
  ['one byte too long', (right) => Buffer.concat([right, Buffer.of(0)])],
  ['what Apache computes from the id', (_right, sessionId) => apachePasswordOf(sessionId)],
])('a password that is %s does not open the session and leaves its owner alone', async ([, passwordOf]) => {
  await using server = await startServer();
  using owner = await RawClient.connect(server);
  const { sessionId } = owner;
  const password = passwordOf(owner.password, sessionId);
  using thief = await RawClient.connect({ port: server.port, sessionId, password });
  expect(thief.handshake).toMatchObject({ timeoutMs: 0, sessionId: 0n });
  expect(Buffer.from(thief.password)).toEqual(Buffer.alloc(16));
  await thief.socket.ended;
  expect(await exists(owner, '/')).toBe(true);
});

test('nobody can tell from the answer whether a session exists', async () => {
  await using server = await startServer();
  using owner = await RawClient.connect(server);
  const answerTo = async (sessionId: bigint) => {
    using socket = await RawSocket.open(server);
    const request = connectRequestOf({ sessionId, password: Buffer.alloc(16, 7) });
    socket.sendFrame(encode(connectRequest, request));
    const frame = await socket.nextFrame();
    await socket.ended;
    return Buffer.from(frame).toString('hex');
  };
  const unknown = await answerTo(owner.sessionId + 1000n);
  expect(unknown).toBe(`0000000000000000000000000000000000000010${'00'.repeat(16)}00`);
  expect(await answerTo(owner.sessionId)).toBe(unknown);
});

test('a legacy client learns of an invalid session without the byte for read-only', async () => {
  await using server = await startServer();
  using client = await RawClient.connect({ port: server.port, sessionId: 42n, isLegacy: true });
  expect(client.handshake).toMatchObject({ timeoutMs: 0, sessionId: 0n, readOnly: undefined });
  await client.socket.ended;
});

test('a session that was closed cannot be taken up again', async () => {
  await using server = await startServer();
  const first = await RawClient.connect(server);
  await first.close();
  const { sessionId, password } = first;
  using second = await RawClient.connect({ port: server.port, sessionId, password });
  expect(second.handshake).toMatchObject({ timeoutMs: 0, sessionId: 0n });
  await second.socket.ended;
});

test('a renewal by a client that is ahead of the server disturbs nobody', async () => {
  await using server = await startServer();
  using owner = await RawClient.connect(server);
  const { sessionId, password } = owner;
  const lastZxidSeen = (await lastZxid(owner)) + 1n;
  const renewal = RawClient.connect({ port: server.port, sessionId, password, lastZxidSeen });
  await expect(renewal).rejects.toThrow(ConnectionEndedError);
  expect(await exists(owner, '/')).toBe(true);
});

test('a second connection can end the session of the first', async () => {
  await using server = await startServer();
  using victim = await RawClient.connect(server);
  await victim.ask(writes.create, ephemeral('/mine'));
  const { sessionId, password } = victim;
  const killer = await RawClient.connect({ port: server.port, sessionId, password });
  await killer.close();
  await victim.socket.ended;
  using returning = await RawClient.connect({ port: server.port, sessionId, password });
  expect(returning.sessionId).toBe(0n);
  using observer = await RawClient.connect(server);
  expect(await observer.errorOf(reads.exists, { path: '/mine', watch: false })).toBe(ErrorCode.NoNode);
});

test('of many connections that fight for one session, one serves it in the end', async () => {
  await using server = await startServer();
  using first = await RawClient.connect(server);
  const { sessionId, password } = first;
  const rivals = await Promise.all(
    Array.from({ length: 20 }, () => RawClient.connect({ port: server.port, sessionId, password })),
  );
  expect(rivals.map((rival) => rival.sessionId)).toEqual(rivals.map(() => sessionId));
  const open = () => rivals.filter((rival) => !rival.socket.isEnded);
  await waitFor('one connection to be left', () => open().length === 1);
  expect(await exists(open()[0]!, '/')).toBe(true);
  expect(server.view.tree.sessions.size).toBe(1);
  for (const rival of rivals) rival.disconnect();
});
