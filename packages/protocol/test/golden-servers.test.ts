import { readFileSync } from 'node:fs';
import { decode, encode, int, JuteReader, JuteWriter, long, type Codec } from '@zookit/jute';
import { expect, test } from 'vitest';
import {
  CONTAINER_OWNER,
  createRequest,
  CreateMode,
  createSessionTxn,
  fileHeader,
  learnerInfo,
  OpCode,
  openAclUnsafe,
  quorumAuthPacket,
  quorumPacket,
  statPersisted,
  txnDigest,
  txnHeader,
} from '../src/index.ts';

interface Recorded {
  readonly name: string;
  readonly hex: string;
}

interface Stream extends Recorded {
  readonly packets: number;
}

interface Expected {
  readonly codec: Codec<unknown>;
  readonly value: unknown;
}

/** Recorded from Apache ZooKeeper 3.8.0. */
const golden = JSON.parse(readFileSync(new URL('golden/servers.json', import.meta.url), 'utf8')) as {
  records: Recorded[];
  streams: Stream[];
};

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

function as<T>(codec: Codec<T>, value: T): Expected {
  return { codec, value };
}

/** The bytes of several records, one behind the other. */
function together(...records: readonly Expected[]): Uint8Array {
  const writer = new JuteWriter();
  for (const { codec, value } of records) codec.write(writer, value);
  return writer.copy();
}

const authMagic = 0x5f2435013501edccn;
const sessionId = 0x100000ce08e0000n;

const clientRequest = together(
  as(long, sessionId),
  as(int, 1),
  as<number>(int, OpCode.create),
  as(createRequest, { path: '/n1', data: Buffer.from('v1'), acl: openAclUnsafe, flags: CreateMode.PERSISTENT }),
);

const proposal = together(
  as(txnHeader, { sessionId, cxid: 0, zxid: 0x100000001n, time: 0x1a20025a8a3n, type: OpCode.createSession }),
  as(createSessionTxn, { timeoutMs: 8000 }),
  as(txnDigest, { version: 2, treeDigest: 0x51c6d660n }),
);

const expected: Record<string, Expected> = {
  FOLLOWERINFO: as(quorumPacket, {
    type: 11,
    zxid: 0n,
    data: encode(learnerInfo, { serverId: 1n, protocolVersion: 0x10000, configVersion: 0n }),
    authInfo: null,
  }),
  LEADERINFO: as(quorumPacket, { type: 17, zxid: 0x100000000n, data: bytes('00010000'), authInfo: null }),
  ACKEPOCH: as(quorumPacket, { type: 18, zxid: 0n, data: bytes('00000000'), authInfo: null }),
  ACK: as(quorumPacket, { type: 3, zxid: 0x100000000n, data: null, authInfo: null }),
  UPTODATE: as(quorumPacket, { type: 12, zxid: -1n, data: null, authInfo: null }),
  'REQUEST of a create with the identity of its client': as(quorumPacket, {
    type: 1,
    zxid: -1n,
    data: clientRequest,
    authInfo: [{ scheme: 'ip', id: '127.0.0.1' }],
  }),
  'PROPOSAL of a createSession': as(quorumPacket, { type: 2, zxid: 0x100000001n, data: proposal, authInfo: null }),
  'QuorumAuthPacket that ends a SASL exchange': as(quorumAuthPacket, {
    magic: authMagic,
    status: 1,
    token: Buffer.from('rspauth=9ac5203ede7ef388e1d830a81f0c1d3b'),
  }),
  'QuorumAuthPacket that begins a SASL exchange': as(quorumAuthPacket, {
    magic: authMagic,
    status: 0,
    token: bytes(''),
  }),
  'FileHeader of a log': as(fileHeader, { magic: 0x5a4b4c47, version: 2, databaseId: 0n }),
  'FileHeader of a snapshot': as(fileHeader, { magic: 0x5a4b534e, version: 2, databaseId: -1n }),
  'StatPersisted of a container': as(statPersisted, {
    czxid: 0x1fn,
    mzxid: 0x1fn,
    ctime: 1795298922912n,
    mtime: 1795298922912n,
    version: 0,
    cversion: 1,
    aversion: 0,
    ephemeralOwner: CONTAINER_OWNER,
    pzxid: 0x20n,
  }),
};

test('every recorded piece has its expectation', () => {
  expect(golden.records.map(({ name }) => name)).toEqual(Object.keys(expected));
});

test.for(golden.records)('$name is read', ({ name, hex }) => {
  const reader = new JuteReader(bytes(hex));
  expect(expected[name]!.codec.read(reader)).toEqual(expected[name]!.value);
  expect(reader.remaining).toBe(0);
});

test.for(golden.records)('$name is written byte for byte', ({ name, hex }) => {
  expect(encode(expected[name]!.codec, expected[name]!.value)).toEqual(bytes(hex));
});

test.for(golden.streams)('$name is read and written again, packet after packet', ({ hex, packets }) => {
  const reader = new JuteReader(bytes(hex));
  const writer = new JuteWriter();
  let count = 0;
  for (; reader.remaining > 0; count++) quorumPacket.write(writer, quorumPacket.read(reader));
  expect(count).toBe(packets);
  expect(writer.bytes().toString('hex')).toBe(hex);
});

test('the greeting of a follower tells who it is', () => {
  const greeting = golden.records.find(({ name }) => name === 'FOLLOWERINFO')!;
  const { data } = decode(quorumPacket, bytes(greeting.hex));
  expect(decode(learnerInfo, data!)).toEqual({ serverId: 1n, protocolVersion: 0x10000, configVersion: 0n });
});
