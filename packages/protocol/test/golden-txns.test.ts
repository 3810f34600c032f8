import { readFileSync } from 'node:fs';
import { decode, encode, JuteReader, JuteWriter, type Codec } from '@zookit/jute';
import { expect, test } from 'vitest';
import {
  anyone,
  ErrorCode,
  errorTxn,
  OpCode,
  openAclUnsafe,
  Permission,
  txnCodecOf,
  txnDigest,
  txnHeader,
  writes,
  type ErrorTxn,
  type MultiTxn,
  type TxnDigest,
  type TxnHeader,
  type TxnOf,
  type Writes,
} from '../src/index.ts';

interface Recorded {
  readonly name: string;
  readonly hex: string;
}

interface Expected {
  readonly header: TxnHeader;
  readonly txn: unknown;
  readonly treeDigest: bigint | undefined;
}

/** Written by Apache ZooKeeper 3.8.0. */
const golden = JSON.parse(readFileSync(new URL('golden/txns.json', import.meta.url), 'utf8')) as {
  records: Recorded[];
};

const text = (value: string): Uint8Array => Buffer.from(value);

const sessionId = 0x100000f0a2b0000n;
const noDigestSessionId = 0x100000fdf290000n;
const alice = { permissions: Permission.ALL, id: { scheme: 'digest', id: 'alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=' } };

/** A transaction of that session: its header's fields in the order of the wire. */
function record<Name extends keyof Writes>(
  name: Name,
  [cxid, zxid, time]: readonly [number, bigint, bigint],
  txn: TxnOf<Writes[Name]>,
  treeDigest: bigint | undefined,
): Expected {
  return { header: { sessionId, cxid, zxid, time, type: OpCode[name] }, txn, treeDigest };
}

function ofSession(other: bigint, expectation: Expected): Expected {
  return { ...expectation, header: { ...expectation.header, sessionId: other } };
}

function part<Name extends keyof Writes>(name: Name, txn: TxnOf<Writes[Name]>): MultiTxn['txns'][number] {
  const codec: Codec<unknown> = writes[name].txn;
  return { type: OpCode[name], data: encode(codec, txn) };
}

function errorPart(error: number): MultiTxn['txns'][number] {
  return { type: OpCode.error, data: encode(errorTxn, { error }) };
}

const error: ErrorTxn = { error: ErrorCode.BadVersion };

const expected: Record<string, Expected> = {
  createSession: record('createSession', [0, 0x1n, 1795298922826n], { timeoutMs: 40_000 }, 0x51c6d660n),
  create: record(
    'create',
    [1, 0x3n, 1795298922843n],
    { path: '/app', data: text('app root'), acl: openAclUnsafe, ephemeral: false, parentCversion: 1 },
    0x19f7ab0f3n,
  ),
  'create with null data': record(
    'create',
    [2, 0x4n, 1795298922853n],
    { path: '/app/null', data: null, acl: openAclUnsafe, ephemeral: false, parentCversion: 1 },
    0x1f5954a4an,
  ),
  'create beyond ASCII': record(
    'create',
    [5, 0x7n, 1795298922861n],
    { path: '/app/ünïcødé-日本', data: text('αβγ'), acl: openAclUnsafe, ephemeral: false, parentCversion: 4 },
    0x431708019n,
  ),
  'create of an ephemeral znode': record(
    'create',
    [23, 0x1bn, 1795298922904n],
    { path: '/eph/a', data: text('A1'), acl: openAclUnsafe, ephemeral: true, parentCversion: 1 },
    0x8da0bdf16n,
  ),
  create2: record(
    'create2',
    [21, 0x19n, 1795298922899n],
    { path: '/seq/0000000004', data: text('no prefix'), acl: openAclUnsafe, ephemeral: false, parentCversion: 5 },
    0x725d7e3f6n,
  ),
  createContainer: record(
    'createContainer',
    [25, 0x1fn, 1795298922912n],
    { path: '/cont', data: text('container data'), acl: openAclUnsafe, parentCversion: 4 },
    0x8d0db2ee1n,
  ),
  createTTL: record(
    'createTTL',
    [28, 0x22n, 1795298922920n],
    { path: '/ttl', data: text('ttl 1h'), acl: openAclUnsafe, parentCversion: 6, ttl: 3_600_000n },
    0xb97f2127an,
  ),
  delete: record('delete', [19, 0x17n, 1795298922896n], { path: '/seq/n-0000000001' }, 0x55ca72d15n),
  setData: record(
    'setData',
    [7, 0x9n, 1795298922864n],
    { path: '/app/cfg', data: text('v1'), version: 1 },
    0x504f79345n,
  ),
  'setData to null': record(
    'setData',
    [1002, 0x30n, 1795298923948n],
    { path: '/app/empty', data: null, version: 1 },
    0xe64bfc79fn,
  ),
  setACL: record(
    'setACL',
    [13, 0xfn, 1795298922878n],
    {
      path: '/app/cfg',
      acl: [
        alice,
        { permissions: Permission.READ, id: { scheme: 'ip', id: '10.0.0.0/8' } },
        { permissions: Permission.READ, id: anyone },
      ],
      version: 1,
    },
    0x53bda9cbfn,
  ),
  error: {
    header: { sessionId, cxid: 9, zxid: 0xbn, time: 1795298922868n, type: OpCode.error },
    txn: error,
    treeDigest: undefined,
  },
  multi: record(
    'multi',
    [30, 0x24n, 1795298922942n],
    {
      txns: [
        part('create', { path: '/m', data: text('m'), acl: openAclUnsafe, ephemeral: false, parentCversion: 7 }),
        part('create', { path: '/m/1', data: text('one'), acl: openAclUnsafe, ephemeral: false, parentCversion: 1 }),
        part('create', { path: '/m/2', data: text('two'), acl: openAclUnsafe, ephemeral: false, parentCversion: 2 }),
        part('setData', { path: '/app/bin', data: text('changed by multi'), version: 1 }),
        part('check', { path: '/app', version: 1 }),
        part('delete', { path: '/seq/n-0000000002' }),
        part('createContainer', { path: '/m/c', data: text(''), acl: openAclUnsafe, parentCversion: 3 }),
        part('createTTL', { path: '/m/t', data: text(''), acl: openAclUnsafe, parentCversion: 4, ttl: 7_200_000n }),
      ],
    },
    0xe68217055n,
  ),
  'multi that failed': record(
    'multi',
    [31, 0x25n, 1795298922946n],
    {
      txns: [
        part('create', { path: '/m/never', data: text('1'), acl: openAclUnsafe, ephemeral: false, parentCversion: 5 }),
        errorPart(ErrorCode.BadVersion),
        errorPart(ErrorCode.RuntimeInconsistency),
        errorPart(ErrorCode.RuntimeInconsistency),
      ],
    },
    0xe68217055n,
  ),
  closeSession: ofSession(
    sessionId + 1n,
    record(
      'closeSession',
      [5, 0x2cn, 1795298922965n],
      { pathsToDelete: ['/eph/b-0000000001', '/eph/b-0000000002'] },
      0xf040930e6n,
    ),
  ),
  'closeSession without ephemerals': ofSession(
    sessionId + 2n,
    record('closeSession', [1, 0x2en, 1795298922967n], { pathsToDelete: [] }, 0xf040930e6n),
  ),
  'create without a digest': ofSession(
    noDigestSessionId,
    record(
      'create',
      [1, 0x3n, 1795298977472n],
      { path: '/x', data: text('x'), acl: openAclUnsafe, ephemeral: false, parentCversion: 1 },
      undefined,
    ),
  ),
  'closeSession without a body': ofSession(
    noDigestSessionId + 1n,
    record('closeSession', [3, 0x9n, 1795298977488n], { pathsToDelete: undefined }, undefined),
  ),
};

function digestOf({ treeDigest }: Expected): TxnDigest | undefined {
  return treeDigest === undefined ? undefined : { version: 2, treeDigest };
}

test('every recorded transaction has its expectation', () => {
  expect(golden.records.map(({ name }) => name)).toEqual(Object.keys(expected));
});

test.for(golden.records)('a logged $name is read', ({ name, hex }) => {
  const reader = new JuteReader(Buffer.from(hex, 'hex'));
  const header = txnHeader.read(reader);
  const txn = txnCodecOf(header.type)?.read(reader);
  const digest = reader.remaining > 0 ? txnDigest.read(reader) : undefined;
  expect(reader.remaining).toBe(0);
  expect(header).toEqual(expected[name]!.header);
  expect(txn).toEqual(expected[name]!.txn);
  expect(digest).toEqual(digestOf(expected[name]!));
});

test.for(golden.records)('a logged $name is written byte for byte', ({ name, hex }) => {
  const { header, txn } = expected[name]!;
  const digest = digestOf(expected[name]!);
  const writer = new JuteWriter();
  txnHeader.write(writer, header);
  txnCodecOf(header.type)?.write(writer, txn);
  if (digest !== undefined) txnDigest.write(writer, digest);
  expect(writer.bytes().toString('hex')).toBe(hex);
});

test('a create logged before 3.3, without the cversion of its parent, has -1 for it', () => {
  const createTxnV0 = { path: '/a', data: text('x'), acl: openAclUnsafe, ephemeral: true };
  const bytes = encode(writes.create.txn, { ...createTxnV0, parentCversion: 7 }).subarray(0, -4);
  expect(decode(writes.create.txn, bytes)).toEqual({ ...createTxnV0, parentCversion: -1 });
});

const created = { path: '/a', data: null, acl: [], parentCversion: 1 };

test.for<[keyof Writes, object, number]>([
  ['create', { ...created, ephemeral: false }, 10],
  ['createContainer', created, 10],
  ['createTTL', { ...created, ttl: 1n }, 10],
  ['setACL', { path: '/a', acl: [], version: 1 }, 6],
])('the ACL of a logged %s may be null, which is none', ([name, txn, aclOffset]) => {
  const codec: Codec<unknown> = writes[name].txn;
  const bytes = Buffer.from(encode(codec, txn));
  bytes.writeInt32BE(-1, aclOffset);
  expect(decode(codec, bytes)).toEqual(txn);
});
