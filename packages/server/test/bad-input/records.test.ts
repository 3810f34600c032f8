import { encode, JuteReader } from '@zookit/jute';
import { ErrorCode, OpCode, operationOf, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { change, create, creation, deletion, lastZxid, part } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

let server: ZooKeeperServer;
let client: RawClient;
const logger = new RecordingLogger();

beforeAll(async () => {
  server = await startServer({ logger, extendedTypesEnabled: true });
  client = await RawClient.connect(server);
  await create(client, '/a');
  return async () => {
    client.disconnect();
    await server.close();
  };
});

const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]);

/** Whatever the record lies about, it is refused and nothing else: the tree stays, the connection goes on. */
async function expectRefusal(opCode: number, body: Uint8Array) {
  const digest = server.view.tree.digest;
  const { header } = await client.requestRaw(opCode, body);
  expect(header.error).toBe(ErrorCode.MarshallingError);
  expect(server.view.tree.digest).toBe(digest);
}

describe('a record that lies about a length is refused, and the connection goes on', () => {
  test.for<[string, number, Uint8Array]>([
    ['a path longer than the frame', OpCode.getData, Buffer.concat([int(100), Buffer.from('/a'), Buffer.of(0)])],
    ['a path of 2 GB', OpCode.getData, Buffer.concat([int(0x7fff_ffff), Buffer.from('/a'), Buffer.of(0)])],
    ['a path of negative length', OpCode.getData, Buffer.concat([int(-2), Buffer.of(0)])],
    ['a path that is null', OpCode.getData, Buffer.concat([int(-1), Buffer.of(0)])],
    ['no watch flag', OpCode.getData, text('/a')],
    ['data longer than the frame', OpCode.setData, Buffer.concat([text('/a'), int(1000), int(0)])],
    ['data of negative length', OpCode.setData, Buffer.concat([text('/a'), int(-7), int(0)])],
    ['no version', OpCode.setData, Buffer.concat([text('/a'), int(0)])],
    ['an ACL of 2 billion entries', OpCode.setACL, Buffer.concat([text('/a'), int(0x7fff_ffff), int(31)])],
    [
      'an ACL of more entries than fit',
      OpCode.setACL,
      Buffer.concat([text('/a'), int(10), int(31), text('world'), text('anyone'), int(0)]),
    ],
    ['watches of 2 billion paths', OpCode.setWatches, Buffer.concat([Buffer.alloc(8), int(0x7fff_ffff)])],
    [
      'a null path in a list of watches',
      OpCode.setWatches,
      Buffer.concat([Buffer.alloc(8), int(1), int(-1), int(0), int(0)]),
    ],
    ['a path of 1,048,577 bytes in a short frame', OpCode.delete, Buffer.concat([int(1_048_577), int(0)])],
  ])('%s', async ([, opCode, body]) => {
    await expectRefusal(opCode, body);
  });

  test('a count below -1 is an empty list, as it is for Apache', async () => {
    const before = await lastZxid(client);
    const body = Buffer.concat([text('/a'), int(-5), int(-1)]);
    const { header } = await client.requestRaw(OpCode.setACL, body);
    expect(header).toMatchObject({ error: ErrorCode.InvalidACL, zxid: before + 1n });
  });
});

test('what follows a record is ignored', async () => {
  const body = Buffer.concat([encode(reads.exists.request, { path: '/a', watch: false }), Buffer.alloc(1000, 0xff)]);
  expect((await client.requestRaw(OpCode.exists, body)).header.error).toBe(ErrorCode.Ok);
});

test('any byte but 0 is true', async () => {
  const before = server.view.tree.watches.dataWatchCount;
  const { header } = await client.requestRaw(OpCode.exists, Buffer.concat([text('/watched'), Buffer.of(0x80)]));
  expect(header.error).toBe(ErrorCode.NoNode);
  expect(server.view.tree.watches.dataWatchCount).toBe(before + 1);
});

describe('text', () => {
  const path = (...bytes: number[]) => Buffer.concat([int(bytes.length + 1), Buffer.from('/'), Buffer.from(bytes)]);
  const createBody = (encoded: Uint8Array) =>
    Buffer.concat([encoded, encode(writes.create.request, creation('/x')).subarray(6)]);

  test.for<[string, number[]]>([
    ['a byte that begins nothing', [0xff]],
    ['a sequence that is cut short', [0xc3]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a surrogate pair as CESU-8', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['a character above U+FFFF', [0xf0, 0x9f, 0x98, 0x80]],
  ])('a path with %s is refused by a create and not found by a read', async ([, bytes]) => {
    const created = await client.requestRaw(OpCode.create, createBody(path(...bytes)));
    expect(created.header.error).toBe(ErrorCode.BadArguments);
    const read = await client.requestRaw(OpCode.getData, Buffer.concat([path(...bytes), Buffer.of(0)]));
    expect(read.header.error).toBe(ErrorCode.NoNode);
  });

  test('a path of well-formed UTF-8 comes back as it went', async () => {
    const name = '/ÄÖ中文é';
    expect(await create(client, name)).toBe(name);
    const { children } = await client.ask(reads.getChildren, { path: '/', watch: false });
    expect(children).toContain(name.slice(1));
  });
});

const samples: [number, Uint8Array][] = [
  [OpCode.create, encode(writes.create.request, creation('/fuzz/b'))],
  [OpCode.createTTL, encode(writes.createTTL.request, { ...creation('/fuzz/t'), flags: 5, ttl: 1000n })],
  [OpCode.setData, encode(writes.setData.request, change('/fuzz'))],
  [OpCode.delete, encode(writes.delete.request, deletion('/fuzz/c'))],
  [OpCode.setACL, encode(writes.setACL.request, { path: '/fuzz', acl: creation('').acl, version: 0 })],
  [
    OpCode.multi,
    encode(writes.multi.request, { operations: [part.create('/fuzz/m'), part.check('/fuzz'), part.delete('/fuzz/m')] }),
  ],
  [OpCode.getData, encode(reads.getData.request, { path: '/fuzz', watch: true })],
  [
    OpCode.multiRead,
    encode(reads.multiRead.request, {
      operations: [{ opCode: OpCode.getData, request: { path: '/fuzz', watch: true } }],
    }),
  ],
  [
    OpCode.setWatches,
    encode(reads.setWatches.request, {
      relativeZxid: 0n,
      dataWatches: ['/fuzz'],
      existWatches: ['/x'],
      childWatches: [],
    }),
  ],
  [OpCode.addWatch, encode(reads.addWatch.request, { path: '/fuzz', mode: 1 })],
  [
    OpCode.reconfig,
    encode(writes.reconfig.request, {
      joiningServers: 'x',
      leavingServers: null,
      newMembers: null,
      currentConfigId: 1n,
    }),
  ],
  [OpCode.sync, encode(reads.sync.request, { path: '/fuzz' })],
];

/** A valid record with bytes changed, cut out or put in. */
const mutation = fc.record({
  sample: fc.constantFrom(...samples),
  edits: fc.array(fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 5 }), cut: fc.nat({ max: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

function mutate(bytes: Uint8Array, edits: readonly { at: number; bytes: Uint8Array; cut: number }[]): Uint8Array {
  return edits.reduce<Uint8Array>((current, { at, bytes: put, cut }) => {
    const start = at % (current.length + 1);
    return Buffer.concat([current.subarray(0, start), put, current.subarray(start + cut)]);
  }, bytes);
}

test('a record that was tampered with is carried out or refused, and is never an internal error', async () => {
  await create(client, '/fuzz');
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 20 }), async (mutations) => {
      const replies = client.batch(() =>
        mutations.map(({ sample: [opCode, bytes], edits }) => client.requestRaw(opCode, mutate(bytes, edits))),
      );
      for (const { header } of await Promise.all(replies)) expect(header.error).toBeLessThanOrEqual(0);
    }),
    { numRuns: 200 },
  );
  expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('the samples that are tampered with are what a client may send', () => {
  for (const [opCode, bytes] of samples)
    expect(encode(operationOf(opCode)!.request, decodeWhole(opCode, bytes))).toEqual(bytes);
});

function decodeWhole(opCode: number, bytes: Uint8Array): unknown {
  return operationOf(opCode)!.request.read(new JuteReader(bytes));
}
