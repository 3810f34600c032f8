import fc from 'fast-check';
import type { Codec } from '@zookit/jute';
import * as protocol from '../src/index.ts';
import { CreateMode, ErrorCode, OpCode, type MultiRequestPart, type MultiResult } from '../src/index.ts';

/** Values of one record, and the codec that they belong to. */
export interface Sample<T> {
  readonly codec: Codec<T>;
  readonly values: fc.Arbitrary<T>;
  /** How many bytes a value may lack at its end and still be read, where its last field is optional. */
  optionalBytes?(value: T): number;
}

/** The shape of a record: an arbitrary per field. */
type Fields<T> = { readonly [Field in keyof T]-?: fc.Arbitrary<T[Field]> };

const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)));
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
);
/** Text without surrogates: those are not read back as they were written. */
const text = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('', '/', '/app/lock', 'x'.repeat(300)))
  .map((value) => value.replaceAll(/[\ud800-\udfff]/g, ''));
const texts = fc.array(text, { maxLength: 5 });
const bytes = fc.uint8Array({ maxLength: 60 }).map((value) => Buffer.from(value));
const textOrNull = fc.option(text);
const bytesOrNull = fc.option(bytes);
const boolean = fc.boolean();

function sample<T>(codec: Codec<T>, fields: Fields<T>, optionalBytes?: (value: T) => number): Sample<T> {
  const values = fc.record(fields) as fc.Arbitrary<T>;
  return optionalBytes === undefined ? { codec, values } : { codec, values, optionalBytes };
}

const statFields = {
  czxid: int64,
  mzxid: int64,
  ctime: int64,
  mtime: int64,
  version: int32,
  cversion: int32,
  aversion: int32,
  ephemeralOwner: int64,
  dataLength: int32,
  numChildren: int32,
  pzxid: int64,
};
const stat = fc.record(statFields);
const id = fc.record({ scheme: text, id: textOrNull });
const acl = fc.array(fc.record({ permissions: int32, id }), { maxLength: 4 });
const aclOrNull = fc.option(acl);
const path = { path: text };
const pathAndWatch = { path: text, watch: boolean };
const pathAndVersion = { path: text, version: int32 };
const pathAndType = { path: text, type: int32 };
const onlyStat = { stat };
const tokenOrNull = { token: bytesOrNull };
const createFields = { path: text, data: bytesOrNull, acl: aclOrNull, flags: int32 };
const createTxnFields = { path: text, data: bytesOrNull, acl };

/** A request to create something, as a multi lets it pass: with an ACL, and one of these modes. */
function createIn(...modes: readonly CreateMode[]) {
  return fc.record({ path: text, data: bytesOrNull, acl, flags: fc.constantFrom(...modes) });
}

function part<Part extends MultiRequestPart>(opCode: Part['opCode'], request: fc.Arbitrary<Part['request']>) {
  return request.map((value) => ({ opCode, request: value }) as Part);
}

const plainModes = [0, 1, 2, 3] as const;
const writeParts: fc.Arbitrary<MultiRequestPart> = fc.oneof(
  part(OpCode.create, createIn(...plainModes)),
  part(OpCode.create2, createIn(...plainModes)),
  part(OpCode.createContainer, createIn(...plainModes, CreateMode.CONTAINER)),
  part(
    OpCode.createTTL,
    fc.record({
      path: text,
      data: bytesOrNull,
      acl,
      flags: fc.constantFrom(CreateMode.PERSISTENT_WITH_TTL, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL),
      ttl: int64,
    }),
  ),
  part(OpCode.delete, fc.record(pathAndVersion)),
  part(OpCode.setData, fc.record({ path: text, data: bytesOrNull, version: int32 })),
  part(OpCode.check, fc.record(pathAndVersion)),
);

const results: fc.Arbitrary<MultiResult> = fc.oneof(
  fc.record({ type: fc.constant(OpCode.create), response: fc.record(path) }),
  fc.record({ type: fc.constant(OpCode.create2), response: fc.record({ path: text, stat }) }),
  fc.record({ type: fc.constant(OpCode.delete), response: fc.constant(undefined) }),
  fc.record({ type: fc.constant(OpCode.setData), response: fc.record(onlyStat) }),
  fc.record({ type: fc.constant(OpCode.check), response: fc.constant(undefined) }),
  fc.record({ type: fc.constant(OpCode.getData), response: fc.record({ data: bytesOrNull, stat }) }),
  fc.record({ type: fc.constant(OpCode.getChildren), response: fc.record({ children: texts }) }),
  fc.record({ type: fc.constant(OpCode.error), error: fc.constantFrom(...Object.values(ErrorCode)) }),
);

const readOnlyByte = ({ readOnly }: { readOnly: boolean | undefined }): number => (readOnly === undefined ? 0 : 1);

/** By the name of the codec. */
const samples = {
  acl: sample(protocol.acl, { permissions: int32, id }),
  addWatchRequest: sample(protocol.addWatchRequest, { path: text, mode: int32 }),
  authPacket: sample(protocol.authPacket, { type: int32, scheme: textOrNull, auth: bytesOrNull }),
  checkVersionRequest: sample(protocol.checkVersionRequest, pathAndVersion),
  checkVersionTxn: sample(protocol.checkVersionTxn, pathAndVersion),
  checkWatchesRequest: sample(protocol.checkWatchesRequest, pathAndType),
  clientInfo: sample(protocol.clientInfo, { authScheme: text, user: text }),
  closeSessionTxn: sample(
    protocol.closeSessionTxn,
    { pathsToDelete: fc.option(texts, { nil: undefined }) },
    // Without its body it is one that says nothing of paths.
    (txn) => (txn.pathsToDelete === undefined ? 0 : Infinity),
  ),
  connectRequest: sample(
    protocol.connectRequest,
    {
      protocolVersion: int32,
      lastZxidSeen: int64,
      timeoutMs: int32,
      sessionId: int64,
      password: bytesOrNull,
      readOnly: fc.option(boolean, { nil: undefined }),
    },
    readOnlyByte,
  ),
  connectResponse: sample(
    protocol.connectResponse,
    {
      protocolVersion: int32,
      timeoutMs: int32,
      sessionId: int64,
      password: bytes,
      readOnly: fc.option(boolean, { nil: undefined }),
    },
    readOnlyByte,
  ),
  create2Response: sample(protocol.create2Response, { path: text, stat }),
  createContainerTxn: sample(protocol.createContainerTxn, { ...createTxnFields, parentCversion: int32 }),
  createRequest: sample(protocol.createRequest, createFields),
  createResponse: sample(protocol.createResponse, path),
  createSessionTxn: sample(protocol.createSessionTxn, { timeoutMs: int32 }),
  createTTLRequest: sample(protocol.createTTLRequest, { ...createFields, ttl: int64 }),
  createTTLTxn: sample(protocol.createTTLTxn, { ...createTxnFields, parentCversion: int32, ttl: int64 }),
  createTxn: sample(protocol.createTxn, { ...createTxnFields, ephemeral: boolean, parentCversion: int32 }, () => 4),
  createTxnV0: sample(protocol.createTxnV0, { ...createTxnFields, ephemeral: boolean }),
  deleteContainerRequest: sample(protocol.deleteContainerRequest, path),
  deleteRequest: sample(protocol.deleteRequest, pathAndVersion),
  deleteTxn: sample(protocol.deleteTxn, path),
  errorResponse: sample(protocol.errorResponse, { error: int32 }),
  errorTxn: sample(protocol.errorTxn, { error: int32 }),
  existsRequest: sample(protocol.existsRequest, pathAndWatch),
  existsResponse: sample(protocol.existsResponse, onlyStat),
  fileHeader: sample(protocol.fileHeader, { magic: int32, version: int32, databaseId: int64 }),
  getACLRequest: sample(protocol.getACLRequest, path),
  getACLResponse: sample(protocol.getACLResponse, { acl, stat }),
  getAllChildrenNumberRequest: sample(protocol.getAllChildrenNumberRequest, path),
  getAllChildrenNumberResponse: sample(protocol.getAllChildrenNumberResponse, { totalNumber: int32 }),
  getChildren2Request: sample(protocol.getChildren2Request, pathAndWatch),
  getChildren2Response: sample(protocol.getChildren2Response, { children: texts, stat }),
  getChildrenRequest: sample(protocol.getChildrenRequest, pathAndWatch),
  getChildrenResponse: sample(protocol.getChildrenResponse, { children: texts }),
  getDataRequest: sample(protocol.getDataRequest, pathAndWatch),
  getDataResponse: sample(protocol.getDataResponse, { data: bytesOrNull, stat }),
  getEphemeralsRequest: sample(protocol.getEphemeralsRequest, { prefixPath: textOrNull }),
  getEphemeralsResponse: sample(protocol.getEphemeralsResponse, { ephemerals: texts }),
  getMaxChildrenRequest: sample(protocol.getMaxChildrenRequest, path),
  getMaxChildrenResponse: sample(protocol.getMaxChildrenResponse, { max: int32 }),
  getSaslRequest: sample(protocol.getSaslRequest, tokenOrNull),
  id: sample(protocol.id, { scheme: text, id: textOrNull }),
  learnerInfo: sample(protocol.learnerInfo, { serverId: int64, protocolVersion: int32, configVersion: int64 }),
  multiHeader: sample(protocol.multiHeader, { type: int32, done: boolean, error: int32 }),
  multiReadRequest: sample(protocol.multiReadRequest, {
    operations: fc.array(
      fc.oneof(
        fc.record({ opCode: fc.constant(OpCode.getData), request: fc.record(pathAndWatch) }),
        fc.record({ opCode: fc.constant(OpCode.getChildren), request: fc.record(pathAndWatch) }),
      ),
    ),
  }),
  multiRequest: sample(protocol.multiRequest, { operations: fc.array(writeParts) }),
  multiResponse: sample(protocol.multiResponse, { results: fc.array(results) }),
  multiTxn: sample(protocol.multiTxn, { txns: fc.array(fc.record({ type: int32, data: bytes })) }),
  nothing: { codec: protocol.nothing, values: fc.constant(undefined) },
  quorumAuthPacket: sample(protocol.quorumAuthPacket, { magic: int64, status: int32, token: bytesOrNull }),
  quorumPacket: sample(protocol.quorumPacket, {
    type: int32,
    zxid: int64,
    data: bytesOrNull,
    authInfo: fc.option(fc.array(id)),
  }),
  reconfigRequest: sample(protocol.reconfigRequest, {
    joiningServers: textOrNull,
    leavingServers: textOrNull,
    newMembers: textOrNull,
    currentConfigId: int64,
  }),
  removeWatchesRequest: sample(protocol.removeWatchesRequest, pathAndType),
  replyHeader: sample(protocol.replyHeader, { xid: int32, zxid: int64, error: int32 }),
  requestHeader: sample(protocol.requestHeader, { xid: int32, opCode: int32 }),
  setACLRequest: sample(protocol.setACLRequest, { path: text, acl: aclOrNull, version: int32 }),
  setACLResponse: sample(protocol.setACLResponse, onlyStat),
  setACLTxn: sample(protocol.setACLTxn, { path: text, acl, version: int32 }),
  setDataRequest: sample(protocol.setDataRequest, { path: text, data: bytesOrNull, version: int32 }),
  setDataResponse: sample(protocol.setDataResponse, onlyStat),
  setDataTxn: sample(protocol.setDataTxn, { path: text, data: bytesOrNull, version: int32 }),
  setMaxChildrenRequest: sample(protocol.setMaxChildrenRequest, { path: text, max: int32 }),
  setMaxChildrenTxn: sample(protocol.setMaxChildrenTxn, { path: text, max: int32 }),
  setSaslRequest: sample(protocol.setSaslRequest, tokenOrNull),
  setSaslResponse: sample(protocol.setSaslResponse, tokenOrNull),
  setWatches2Request: sample(protocol.setWatches2Request, {
    relativeZxid: int64,
    dataWatches: texts,
    existWatches: texts,
    childWatches: texts,
    persistentWatches: texts,
    persistentRecursiveWatches: texts,
  }),
  setWatchesRequest: sample(protocol.setWatchesRequest, {
    relativeZxid: int64,
    dataWatches: texts,
    existWatches: texts,
    childWatches: texts,
  }),
  stat: sample(protocol.stat, statFields),
  statPersisted: sample(protocol.statPersisted, {
    czxid: int64,
    mzxid: int64,
    ctime: int64,
    mtime: int64,
    version: int32,
    cversion: int32,
    aversion: int32,
    ephemeralOwner: int64,
    pzxid: int64,
  }),
  syncRequest: sample(protocol.syncRequest, { path: textOrNull }),
  syncResponse: sample(protocol.syncResponse, { path: textOrNull }),
  txn: sample(protocol.txn, { type: int32, data: bytes }),
  txnDigest: sample(protocol.txnDigest, { version: int32, treeDigest: int64 }),
  txnHeader: sample(protocol.txnHeader, { sessionId: int64, cxid: int32, zxid: int64, time: int64, type: int32 }),
  watcherEvent: sample(protocol.watcherEvent, { type: int32, state: int32, path: text }),
  whoAmIResponse: sample(protocol.whoAmIResponse, {
    clientInfo: fc.array(fc.record({ authScheme: text, user: text })),
  }),
};

/** Values of every record that the package exports a codec of, by the name of the codec. */
export const allSamples: readonly (readonly [string, Sample<unknown>])[] = Object.entries<Sample<unknown>>(samples);
