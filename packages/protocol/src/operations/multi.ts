import { JuteError, type Codec } from '@zookit/jute';
import { CreateMode, createTraits, type CreateTraits } from '../create-mode.ts';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { txn, type Txn } from '../records/txn.ts';
import { check } from './check.ts';
import { createContainer } from './create-container.ts';
import { createTTL, type CreateTTLRequest } from './create-ttl.ts';
import { create, type CreateRequest } from './create.ts';
import { create2 } from './create2.ts';
import { deleteOperation } from './delete.ts';
import { multiResponse, type MultiResponse } from './multi-response.ts';
import { partCodecs, readParts, writeParts, type PartOf } from './parts.ts';
import { setData } from './set-data.ts';

/** The operations that may be part of a multi. */
export interface MultiOperations {
  readonly create: typeof create;
  readonly create2: typeof create2;
  readonly createContainer: typeof createContainer;
  readonly createTTL: typeof createTTL;
  readonly delete: typeof deleteOperation;
  readonly setData: typeof setData;
  readonly check: typeof check;
}

const operations: MultiOperations = {
  create,
  create2,
  createContainer,
  createTTL,
  delete: deleteOperation,
  setData,
  check,
};

const codecs = partCodecs(Object.values({ ...operations }));

/** One operation of a {@link MultiRequest}. */
export type MultiRequestPart = PartOf<MultiOperations>;

/** Asks for several writes at once, of which all happen or none. It is in no schema. Source: `MultiOperationRecord`. */
export interface MultiRequest {
  readonly operations: readonly MultiRequestPart[];
}

/**
 * The codec of {@link MultiRequest}.
 *
 * Reading settles which create a part is, since here (and only here) the flags have the last word: a create or create2
 * of a container is read as a createContainer, and a createTTL whose flags don't say TTL as a create. A part whose flags
 * are none or say TTL without bringing one, or whose ACL is null, is refused with {@link JuteError}, as is a part that
 * is no write.
 */
export const multiRequest: Codec<MultiRequest> = {
  write(writer, request) {
    writeParts(writer, request.operations, codecs);
  },
  read: (reader) => ({ operations: readParts(reader, codecs, settle) }),
};

function settle(part: MultiRequestPart, offset: number): MultiRequestPart {
  switch (part.opCode) {
    case OpCode.create:
    case OpCode.create2:
    case OpCode.createContainer:
      return settleCreate(part.opCode, part.request, offset);
    case OpCode.createTTL:
      return settleCreateTTL(part.request, offset);
    default:
      return part;
  }
}

type CreateOpCode = typeof OpCode.create | typeof OpCode.create2 | typeof OpCode.createContainer;

function settleCreate(opCode: CreateOpCode, request: CreateRequest, offset: number): MultiRequestPart {
  if (traitsOf(request, offset).hasTtl) throw new JuteError('a TTL create mode without a TTL', offset, 'flags');
  return { opCode: request.flags === CreateMode.CONTAINER ? OpCode.createContainer : opCode, request };
}

function settleCreateTTL(request: CreateTTLRequest, offset: number): MultiRequestPart {
  if (traitsOf(request, offset).hasTtl) return { opCode: OpCode.createTTL, request };
  const { path, data, acl, flags } = request;
  return settleCreate(OpCode.create, { path, data, acl, flags }, offset);
}

function traitsOf(request: CreateRequest, offset: number): CreateTraits {
  if (request.acl === null) throw new JuteError('a null vector', offset, 'acl');
  return createTraits(request.flags) ?? refuseFlags(request.flags, offset);
}

function refuseFlags(flags: number, offset: number): never {
  throw new JuteError(`${String(flags)} is no create mode`, offset, 'flags');
}

/** The transactions of a multi, in order, with one zxid. Source: `txn.MultiTxn` in zookeeper.jute. */
export interface MultiTxn {
  readonly txns: readonly Txn[];
}

/** The codec of {@link MultiTxn}. */
export const multiTxn: Codec<MultiTxn> = {
  write(writer, { txns }) {
    writer.vector(txn, txns);
  },
  read: (reader) => ({
    txns: reader.vector(txn, 'txns'),
  }),
};

/** Makes several writes at once, of which all happen or none. */
export const multi: WriteOperation<MultiRequest, MultiResponse, MultiTxn> = {
  name: 'multi',
  opCode: OpCode.multi,
  kind: 'write',
  request: multiRequest,
  response: multiResponse,
  txn: multiTxn,
};
