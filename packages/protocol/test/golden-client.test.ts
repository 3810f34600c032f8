import { readFileSync } from 'node:fs';
import { JuteReader, JuteWriter, type Codec } from '@zookit/jute';
import { expect, test } from 'vitest';
import {
  AddWatchMode,
  anyone,
  connectionOperations,
  connectRequest,
  connectResponse,
  CreateMode,
  ErrorCode,
  EventType,
  FrameReader,
  KeeperState,
  OpCode,
  openAclUnsafe,
  Permission,
  reads,
  replyHeader,
  requestHeader,
  WatcherType,
  watcherEvent,
  writes,
  type ConnectRequest,
  type ConnectResponse,
  type RequestOf,
  type ResponseOf,
  type Stat,
} from '../src/index.ts';

interface Recorded {
  readonly name: string;
  readonly sender: 'client' | 'server';
  readonly meaning: string;
  readonly hex: string;
}

/** What a frame consists of: each record with the codec that reads it. */
type Records = readonly { readonly codec: Codec<unknown>; readonly value: unknown }[];

const operations = { ...writes, ...reads, ...connectionOperations };
type Operations = typeof operations;

/** Recorded from Apache ZooKeeper 3.10.0-SNAPSHOT; one frame from 3.8.0. */
const golden = JSON.parse(readFileSync(new URL('golden/client.json', import.meta.url), 'utf8')) as {
  frames: Recorded[];
};

const text = (value: string): Uint8Array => Buffer.from(value);
const hex = (value: string): Uint8Array => Buffer.from(value, 'hex');

const connect = (value: ConnectRequest): Records => [{ codec: connectRequest, value }];
const connected = (value: ConnectResponse): Records => [{ codec: connectResponse, value }];

function request<Name extends keyof Operations>(xid: number, name: Name, value: RequestOf<Operations[Name]>): Records {
  return [
    { codec: requestHeader, value: { xid, opCode: OpCode[name] } },
    { codec: operations[name].request, value },
  ];
}

function refusal(xid: number, zxid: bigint, error: number): Records {
  return [{ codec: replyHeader, value: { xid, zxid, error } }];
}

function reply<Name extends keyof Operations>(
  xid: number,
  zxid: bigint,
  name: Name,
  value: ResponseOf<Operations[Name]>,
): Records {
  return [...refusal(xid, zxid, ErrorCode.Ok), { codec: operations[name].response, value }];
}

function event(zxid: bigint, type: EventType, path: string): Records {
  return [
    ...refusal(-1, zxid, ErrorCode.Ok),
    { codec: watcherEvent, value: { type, state: KeeperState.SyncConnected, path } },
  ];
}

/** The stat of a znode that nobody has changed since its creation, but for `changes`. */
function stat(zxid: bigint, time: bigint, changes: Partial<Stat> = {}): Stat {
  return {
    czxid: zxid,
    mzxid: zxid,
    ctime: time,
    mtime: time,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: 0n,
    dataLength: 0,
    numChildren: 0,
    pzxid: zxid,
    ...changes,
  };
}

const sessionId = 0x100001aa3ac0000n;
const password = hex('b6a603ae0bb1b2af840f4ac2cc7bcb9e');
const noPassword = Buffer.alloc(16);
const sequential = '/a/n-0000000000';
const ephemeralStat = stat(5n, 0x1a200333649n, { ephemeralOwner: sessionId });
const changedStat = stat(3n, 0x1a20033363cn, {
  mzxid: 8n,
  mtime: 0x1a20033365bn,
  version: 1,
  cversion: 3,
  dataLength: 3,
  numChildren: 3,
  pzxid: 7n,
});
const configText = [
  'server.1=127.0.0.1:22021:22031:participant;127.0.0.1:22011',
  'server.2=127.0.0.1:22022:22032:participant;127.0.0.1:22012',
  'version=100000008',
].join('\n');
const challenge =
  'realm="zk-sasl-md5",nonce="nB7tYQXkwVJTugUbrZPKk50RACHZxHvjxCFVoYqn",charset=utf-8,algorithm=md5-sess';
const challengeResponse = [
  'charset=utf-8,username="bob",realm="zk-sasl-md5",nonce="nB7tYQXkwVJTugUbrZPKk50RACHZxHvjxCFVoYqn",nc=00000001',
  'cnonce="EDVcRz6Ly3FxcElYcGyVaQOw4jncXE64XpsDldLt",digest-uri="zookeeper/zk-sasl-md5",maxbuf=65536',
  'response=a5515d9bebda4d0fa51ad1840222ba6e,qop=auth,authzid="bob"',
].join(',');
const reconfigLeaving3 = { joiningServers: null, leavingServers: '3', newMembers: null, currentConfigId: -1n };
const createA = { path: '/a', data: text('hello'), acl: openAclUnsafe, flags: CreateMode.PERSISTENT };
const createM1 = { path: '/m1', data: text('1'), acl: openAclUnsafe, flags: CreateMode.PERSISTENT };

const expected: Record<string, Records> = {
  G1: connect({
    protocolVersion: 0,
    lastZxidSeen: 0n,
    timeoutMs: 10_000,
    sessionId: 0n,
    password: noPassword,
    readOnly: false,
  }),
  G2: connected({ protocolVersion: 0, timeoutMs: 10_000, sessionId, password, readOnly: false }),
  G3: connect({
    protocolVersion: 0,
    lastZxidSeen: 0n,
    timeoutMs: 30_000,
    sessionId: 0n,
    password: noPassword,
    readOnly: undefined,
  }),
  G4: connected({
    protocolVersion: 0,
    timeoutMs: 30_000,
    sessionId: sessionId + 1n,
    password: hex('c9c7fdadabfc91f47952b1eda004e06b'),
    readOnly: undefined,
  }),
  G5: request(1, 'create', createA),
  G6: reply(1, 3n, 'create', { path: '/a' }),
  G7: request(2, 'create', createA),
  G8: refusal(2, 4n, ErrorCode.NodeExists),
  G9: request(3, 'create2', {
    path: '/a/n-',
    data: null,
    acl: openAclUnsafe,
    flags: CreateMode.EPHEMERAL_SEQUENTIAL,
  }),
  G10: reply(3, 5n, 'create2', { path: sequential, stat: ephemeralStat }),
  G11: request(4, 'createTTL', {
    path: '/a/t',
    data: text('T'),
    acl: openAclUnsafe,
    flags: CreateMode.PERSISTENT_WITH_TTL,
    ttl: 60_000n,
  }),
  G12: reply(4, 6n, 'createTTL', { path: '/a/t', stat: stat(6n, 0x1a20033364dn, { dataLength: 1 }) }),
  G13: request(5, 'createContainer', {
    path: '/a/c',
    data: text(''),
    acl: openAclUnsafe,
    flags: CreateMode.CONTAINER,
  }),
  G14: reply(5, 7n, 'createContainer', { path: '/a/c', stat: stat(7n, 0x1a200333652n) }),
  G15: request(6, 'exists', { path: '/nope', watch: true }),
  G16: refusal(6, 7n, ErrorCode.NoNode),
  G17: request(7, 'getData', { path: '/a', watch: true }),
  G18: reply(7, 7n, 'getData', {
    data: text('hello'),
    stat: stat(3n, 0x1a20033363cn, { cversion: 3, dataLength: 5, numChildren: 3, pzxid: 7n }),
  }),
  G19: request(8, 'getData', { path: sequential, watch: false }),
  G20: reply(8, 7n, 'getData', { data: null, stat: ephemeralStat }),
  G21: request(9, 'setData', { path: '/a', data: text('bye'), version: 0 }),
  G22: reply(9, 8n, 'setData', { stat: changedStat }),
  G23: event(8n, EventType.NodeDataChanged, '/a'),
  G24: event(-1n, EventType.NodeDataChanged, '/old'),
  G25: request(10, 'getChildren2', { path: '/a', watch: false }),
  G26: reply(10, 8n, 'getChildren2', { children: ['c', 't', 'n-0000000000'], stat: changedStat }),
  G27: request(11, 'getChildren', { path: '/a/t', watch: false }),
  G28: reply(11, 8n, 'getChildren', { children: [] }),
  G29: request(12, 'getACL', { path: '/a' }),
  G30: reply(12, 8n, 'getACL', { acl: [...openAclUnsafe], stat: changedStat }),
  G31: request(13, 'setACL', {
    path: '/a/c',
    acl: [
      { permissions: Permission.READ, id: anyone },
      { permissions: Permission.ALL, id: { scheme: 'ip', id: '127.0.0.1/8' } },
    ],
    version: 0,
  }),
  G32: reply(13, 9n, 'setACL', { stat: stat(7n, 0x1a200333652n, { aversion: 1 }) }),
  G33: request(14, 'sync', { path: '/a' }),
  G34: reply(14, 9n, 'sync', { path: '/a' }),
  G35: request(-2, 'ping', undefined),
  G36: reply(-2, 9n, 'ping', undefined),
  G37: request(15, 'multi', {
    operations: [
      { opCode: OpCode.check, request: { path: '/a', version: 1 } },
      { opCode: OpCode.create, request: createM1 },
      { opCode: OpCode.create2, request: { ...createM1, path: '/m2', data: null } },
      { opCode: OpCode.setData, request: { path: '/m1', data: text('22'), version: 0 } },
      { opCode: OpCode.delete, request: { path: '/m2', version: -1 } },
    ],
  }),
  G38: reply(15, 10n, 'multi', {
    results: [
      { type: OpCode.check, response: undefined },
      { type: OpCode.create, response: { path: '/m1' } },
      { type: OpCode.create2, response: { path: '/m2', stat: stat(10n, 0x1a20033369cn) } },
      { type: OpCode.setData, response: { stat: stat(10n, 0x1a20033369cn, { version: 1, dataLength: 2 }) } },
      { type: OpCode.delete, response: undefined },
    ],
  }),
  G39: request(16, 'multi', {
    operations: [
      { opCode: OpCode.setData, request: { path: '/m1', data: text('3'), version: -1 } },
      { opCode: OpCode.create, request: createM1 },
      { opCode: OpCode.delete, request: { path: '/m1', version: -1 } },
    ],
  }),
  G40: reply(16, 11n, 'multi', {
    results: [
      { type: OpCode.error, error: ErrorCode.Ok },
      { type: OpCode.error, error: ErrorCode.NodeExists },
      { type: OpCode.error, error: ErrorCode.RuntimeInconsistency },
    ],
  }),
  G41: request(17, 'multiRead', {
    operations: [
      { opCode: OpCode.getData, request: { path: '/a', watch: false } },
      { opCode: OpCode.getChildren, request: { path: '/a', watch: false } },
      { opCode: OpCode.getData, request: { path: '/nope', watch: false } },
    ],
  }),
  G42: reply(17, 11n, 'multiRead', {
    results: [
      { type: OpCode.getData, response: { data: text('bye'), stat: changedStat } },
      { type: OpCode.getChildren, response: { children: ['c', 't', 'n-0000000000'] } },
      { type: OpCode.error, error: ErrorCode.NoNode },
    ],
  }),
  G43: request(18, 'addWatch', { path: '/a', mode: AddWatchMode.PERSISTENT_RECURSIVE }),
  G44: reply(18, 11n, 'addWatch', { error: ErrorCode.Ok }),
  G45: request(19, 'checkWatches', { path: '/a', type: WatcherType.PersistentRecursive }),
  G46: reply(19, 11n, 'checkWatches', undefined),
  G47: request(20, 'removeWatches', { path: '/a', type: WatcherType.Data }),
  G48: refusal(20, 11n, ErrorCode.NoWatcher),
  G49: request(-8, 'setWatches', {
    relativeZxid: 11n,
    dataWatches: ['/a'],
    existWatches: ['/nope'],
    childWatches: ['/a'],
  }),
  G50: reply(-8, 11n, 'setWatches', undefined),
  G51: request(-8, 'setWatches2', {
    relativeZxid: 0n,
    dataWatches: ['/a'],
    existWatches: [],
    childWatches: [],
    persistentWatches: ['/p'],
    persistentRecursiveWatches: ['/r'],
  }),
  G52: reply(-8, 11n, 'setWatches2', undefined),
  G53: event(-1n, EventType.NodeDataChanged, '/a'),
  G54: request(-4, 'auth', { type: 0, scheme: 'digest', auth: text('bob:secret') }),
  G55: reply(-4, 0n, 'auth', undefined),
  G56: request(21, 'whoAmI', undefined),
  G57: reply(21, 11n, 'whoAmI', {
    clientInfo: [
      { authScheme: 'digest', user: 'bob' },
      { authScheme: 'ip', user: '127.0.0.1' },
    ],
  }),
  G58: request(22, 'getEphemerals', { prefixPath: '/' }),
  G59: reply(22, 11n, 'getEphemerals', { ephemerals: [sequential] }),
  G60: request(23, 'getAllChildrenNumber', { path: '/a' }),
  G61: reply(23, 11n, 'getAllChildrenNumber', { totalNumber: 3 }),
  G62: request(24, 'sasl', { token: text('') }),
  G63: reply(24, 0n, 'sasl', { token: null }),
  G64: request(25, 'reconfig', reconfigLeaving3),
  G65: refusal(25, 12n, ErrorCode.ReconfigDisabled),
  G66: request(26, 'closeSession', undefined),
  G67: reply(26, 13n, 'closeSession', undefined),
  G68: request(1, 'check', { path: '/a', version: -1 }),
  G69: refusal(1, -1n, ErrorCode.Unimplemented),
  G70: request(-4, 'auth', { type: 0, scheme: 'nosuch', auth: text('x') }),
  G71: refusal(-4, 0n, ErrorCode.AuthFailed),
  G72: connect({ protocolVersion: 0, lastZxidSeen: 5n, timeoutMs: 10_000, sessionId, password, readOnly: false }),
  G73: connected({ protocolVersion: 0, timeoutMs: 0, sessionId: 0n, password: noPassword, readOnly: false }),
  G74: request(3, 'reconfig', reconfigLeaving3),
  G75: reply(3, 0x100000008n, 'reconfig', {
    data: text(configText),
    stat: stat(0n, 0n, { mzxid: 0x100000008n, mtime: 0x1a2002db65fn, version: -1, aversion: -1, dataLength: 135 }),
  }),
  G76: event(0x100000008n, EventType.NodeDataChanged, '/zookeeper/config'),
  G77: connected({
    protocolVersion: 0,
    timeoutMs: 15_000,
    sessionId: 0x300001571b70000n,
    password: hex('5b5d8b3a4cb3afe9316bf63475f207d6'),
    readOnly: true,
  }),
  G78: refusal(2, 0x10000000fn, ErrorCode.NotReadOnly),
  G79: connect({
    protocolVersion: 0,
    lastZxidSeen: 0xafn,
    timeoutMs: 12_000,
    sessionId: 0x1000010ed560016n,
    password: hex('1ca83733d6ba0066dd582708d3a85f8d'),
    readOnly: false,
  }),
  G80: request(9, 'setWatches2', {
    relativeZxid: 0xafn,
    dataWatches: ['/j19310'],
    existWatches: ['/j19310/none'],
    childWatches: ['/j19310'],
    persistentWatches: ['/j19310'],
    persistentRecursiveWatches: ['/j19310'],
  }),
  G81: request(1, 'sasl', { token: text('') }),
  G82: reply(1, 0n, 'sasl', { token: text(challenge) }),
  G83: request(2, 'sasl', { token: text(challengeResponse) }),
  G84: reply(2, 0n, 'sasl', { token: text('rspauth=04d6809d764f014350a6933c5e08a3f6') }),
  G85: [...refusal(2, 0n, ErrorCode.AuthFailed), { codec: connectionOperations.sasl.response, value: { token: null } }],
  G86: refusal(-2, 0n, ErrorCode.SessionClosedRequireSaslAuth),
  G87: request(4, 'create', {
    path: '/ch/k',
    data: text('v'),
    acl: [{ permissions: Permission.ALL, id: { scheme: 'auth', id: null } }],
    flags: CreateMode.PERSISTENT,
  }),
  G88: refusal(0, 0x10000000fn, ErrorCode.NotReadOnly),
};

function payload(frame: Recorded): Uint8Array {
  const frames = new FrameReader({ lengthMaxBytes: 0xfffff });
  frames.push(hex(frame.hex));
  expect(frames.next()).toBe(true);
  const bytes = frames.bytes.subarray(frames.start, frames.end);
  expect(frames.next()).toBe(false);
  return bytes;
}

test('every recorded frame has its expectation', () => {
  expect(golden.frames.map((frame) => frame.name)).toEqual(Object.keys(expected));
});

test.for(golden.frames)('$name from a $sender is read: $meaning', (frame) => {
  const reader = new JuteReader(payload(frame));
  const values = expected[frame.name]!.map(({ codec }) => codec.read(reader));
  expect(values).toEqual(expected[frame.name]!.map(({ value }) => value));
  expect(reader.remaining).toBe(0);
});

test.for(golden.frames)('$name from a $sender is written byte for byte: $meaning', (frame) => {
  const writer = new JuteWriter();
  writer.int(0);
  for (const { codec, value } of expected[frame.name]!) codec.write(writer, value);
  writer.intAt(0, writer.length - 4);
  expect(writer.bytes().toString('hex')).toBe(frame.hex);
});
