import { encode } from '@zookit/jute';
import { ErrorCode, isClientOperation, OpCode, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { create, deletion, exists, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

let server: ZooKeeperServer;
let observer: RawClient;

beforeAll(async () => {
  server = await startServer();
  observer = await RawClient.connect(server);
  await create(observer, '/victim');
  return async () => {
    observer.disconnect();
    await server.close();
  };
});

/** A body that begins with a path, and goes on with enough zeros for the record of any operation. */
const body = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('/victim'), Buffer.alloc(64)]);

const every = [
  ...Array.from({ length: 201 }, (_, index) => index),
  ...Array.from({ length: 200 }, (_, index) => -1 - index),
];
const extremes = [2_147_483_647, -2_147_483_648, 0x0100_0000, 256 + OpCode.create];
const unknown = [...every, ...extremes].filter((opCode) => !isClientOperation(opCode));

describe('an operation that no client may ask for', () => {
  test('is every one but those of the table', () => {
    const known = every.filter((opCode) => isClientOperation(opCode)).toSorted((left, right) => left - right);
    expect(known).toEqual([
      -11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18, 19, 21, 22, 100, 101, 102, 103, 104, 105, 106, 107,
    ]);
  });

  test('is answered as unimplemented, changes nothing and ends the connection', async () => {
    const digest = server.view.tree.digest;
    const before = await lastZxid(observer);
    for (const opCode of unknown) {
      using client = await RawClient.connect(server);
      const { header, body: answer } = await client.requestRaw(opCode, body);
      expect([opCode, header.error, header.zxid, answer.length]).toEqual([opCode, ErrorCode.Unimplemented, -1n, 0]);
      await client.socket.ended;
      expect(client.received).toHaveLength(1);
    }
    expect(server.view.tree.digest).toBe(digest);
    expect(await lastZxid(observer)).toBe(before + BigInt(unknown.length));
  });

  test.for<[string, number, Uint8Array]>([
    ['deleteContainer', OpCode.deleteContainer, encode(writes.deleteContainer.request, { path: '/victim' })],
    ['deleteContainer as before 3.9', OpCode.deleteContainer, Buffer.from('/victim')],
    ['createSession', OpCode.createSession, encode(writes.createSession.request, { timeoutMs: 10_000 })],
    ['check', OpCode.check, encode(writes.check.request, { path: '/victim', version: 0 })],
    ['error', OpCode.error, Buffer.alloc(4)],
    ['notification', OpCode.notification, Buffer.alloc(16)],
  ])('be it %s with a body that is right', async ([, opCode, right]) => {
    const sessions = server.view.tree.sessions.size;
    using client = await RawClient.connect(server);
    const { header } = await client.requestRaw(opCode, right);
    expect(header.error).toBe(ErrorCode.Unimplemented);
    await client.socket.ended;
    expect(await exists(observer, '/victim')).toBe(true);
    expect(server.view.tree.sessions.size).toBe(sessions + 1);
  });
});

test('an operation of the table with a body of zeros answers or refuses, and the server lives on', async () => {
  // A ping is answered under an xid of its own.
  const known = every.filter((opCode) => isClientOperation(opCode) && opCode !== OpCode.ping);
  for (const opCode of known) {
    using client = await RawClient.connect(server);
    const reply = client.requestRaw(opCode, Buffer.alloc(128));
    await reply.then(
      ({ header }) => {
        expect(header.error).toBeLessThanOrEqual(0);
      },
      () => undefined,
    );
    expect(await exists(observer, '/victim')).toBe(true);
  }
});

test('closeSession takes no body, and ends no session but its own', async () => {
  using client = await RawClient.connect(server);
  const { header } = await client.requestRaw(OpCode.closeSession, encode(writes.delete.request, deletion('/victim')));
  expect(header.error).toBe(ErrorCode.Ok);
  await client.socket.ended;
  expect(await exists(observer, '/victim')).toBe(true);
});
