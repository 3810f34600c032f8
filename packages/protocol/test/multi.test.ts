import { decode, encode, JuteError, JuteWriter, type Codec } from '@zookit/jute';
import { expect, test } from 'vitest';
import {
  createRequest,
  createTTLRequest,
  CreateMode,
  deleteRequest,
  getDataRequest,
  multiHeader,
  multiReadRequest,
  multiRequest,
  multiResponse,
  OpCode,
  openAclUnsafe,
  operationOf,
  type CreateRequest,
} from '../src/index.ts';

interface Part {
  readonly type: number;
  readonly write: (writer: JuteWriter) => void;
}

function part<T>(type: number, codec: Codec<T>, value: T): Part {
  return { type, write: (writer) => codec.write(writer, value) };
}

/** The bytes of a multi, whatever its parts are. */
function multiOf(...parts: readonly Part[]): Uint8Array {
  const writer = new JuteWriter();
  for (const { type, write } of parts) {
    multiHeader.write(writer, { type, done: false, error: 0 });
    write(writer);
  }
  multiHeader.write(writer, { type: -1, done: true, error: -1 });
  return writer.copy();
}

const creating = (flags: number): CreateRequest => ({ path: '/a', data: null, acl: openAclUnsafe, flags });
const creates = [OpCode.create, OpCode.create2, OpCode.createContainer];
const deletion = part(OpCode.delete, deleteRequest, { path: '/a', version: -1 });
const reading = part(OpCode.getData, getDataRequest, { path: '/a', watch: false });

const onlyPart = (bytes: Uint8Array) => decode(multiRequest, bytes).operations[0];

test('an empty multi is its end alone', () => {
  expect(Buffer.from(encode(multiRequest, { operations: [] })).toString('hex')).toBe('ffffffff01ffffffff');
  expect(decode(multiRequest, multiOf())).toEqual({ operations: [] });
  expect(decode(multiReadRequest, multiOf())).toEqual({ operations: [] });
  expect(decode(multiResponse, multiOf())).toEqual({ results: [] });
});

test('the end is where a header says so, whatever else it says and what follows', () => {
  const end = Buffer.from('0000000e' + '02' + '00000007' + 'ffff', 'hex');
  expect(decode(multiRequest, end)).toEqual({ operations: [] });
  expect(decode(multiResponse, end)).toEqual({ results: [] });
});

test.for(creates)('a create of a container as operation %i is a createContainer', (opCode) => {
  const bytes = multiOf(part(opCode, createRequest, creating(CreateMode.CONTAINER)));
  expect(onlyPart(bytes)).toEqual({ opCode: OpCode.createContainer, request: creating(CreateMode.CONTAINER) });
});

test.for(creates)('operation %i stays what it is with a mode that is neither container nor TTL', (opCode) => {
  for (const flags of [0, 1, 2, 3]) {
    const bytes = multiOf(part(opCode, createRequest, creating(flags)));
    expect(onlyPart(bytes)).toEqual({ opCode, request: creating(flags) });
  }
});

test('a createTTL whose mode has no TTL is a create without one', () => {
  const bytes = multiOf(part(OpCode.createTTL, createTTLRequest, { ...creating(CreateMode.EPHEMERAL), ttl: 5n }));
  expect(onlyPart(bytes)).toEqual({ opCode: OpCode.create, request: creating(CreateMode.EPHEMERAL) });
});

test('a createTTL of a container is a createContainer', () => {
  const bytes = multiOf(part(OpCode.createTTL, createTTLRequest, { ...creating(CreateMode.CONTAINER), ttl: 5n }));
  expect(onlyPart(bytes)).toEqual({ opCode: OpCode.createContainer, request: creating(CreateMode.CONTAINER) });
});

test('a createTTL with a mode that has one stays, whatever the time', () => {
  for (const flags of [CreateMode.PERSISTENT_WITH_TTL, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL]) {
    const request = { ...creating(flags), ttl: -1n };
    expect(onlyPart(multiOf(part(OpCode.createTTL, createTTLRequest, request)))).toEqual({
      opCode: OpCode.createTTL,
      request,
    });
  }
});

test.for(creates)('operation %i with a TTL mode, with no mode at all or without an ACL is refused', (opCode) => {
  const refused = (request: CreateRequest) => () => onlyPart(multiOf(part(opCode, createRequest, request)));
  expect(refused(creating(CreateMode.PERSISTENT_WITH_TTL))).toThrow('field "flags" at offset 0: a TTL create mode');
  expect(refused(creating(7))).toThrow('7 is no create mode');
  expect(refused(creating(-1))).toThrow(JuteError);
  expect(refused({ ...creating(0), acl: null })).toThrow('field "acl" at offset 0: a null vector');
});

test('a createTTL with no mode or without an ACL is refused', () => {
  const refused = (request: CreateRequest) => () =>
    onlyPart(multiOf(part(OpCode.createTTL, createTTLRequest, { ...request, ttl: 1n })));
  expect(refused(creating(7))).toThrow('7 is no create mode');
  expect(refused({ ...creating(CreateMode.PERSISTENT_WITH_TTL), acl: null })).toThrow('a null vector');
});

const allowed: Record<string, readonly number[]> = {
  multi: [1, 2, 5, 13, 15, 19, 21],
  multiRead: [4, 8],
};

test.for(Object.entries(allowed))('a %s has no parts but its own', ([name, opCodes]) => {
  const request = operationOf(OpCode[name as 'multi' | 'multiRead'])!.request;
  const isRefused = (type: number): boolean => {
    try {
      decode(request, multiOf({ type, write: (writer) => writer.raw(Buffer.alloc(40)) }));
      return false;
    } catch (error) {
      return error instanceof JuteError && error.offset === 0 && error.message.endsWith('cannot be part of it');
    }
  };
  const types = Array.from({ length: 140 }, (_, index) => index - 20);
  expect(types.filter((type) => !isRefused(type))).toEqual(opCodes);
});

test('reads and writes cannot be mixed, and the offset says which was too much', () => {
  expect(() => decode(multiRequest, multiOf(deletion, reading))).toThrow(
    'field "type" at offset 19: getData cannot be part of it',
  );
  expect(() => decode(multiReadRequest, multiOf(reading, deletion))).toThrow(
    'field "type" at offset 16: delete cannot be part of it',
  );
});

test('a result that no operation has is refused', () => {
  const bytes = multiOf({ type: OpCode.createTTL, write: (writer) => writer.string('/a') });
  expect(() => decode(multiResponse, bytes)).toThrow('no operation of a multi has a result of type 21');
});

test('the results of a failed multi say their error twice', () => {
  const bytes = encode(multiResponse, { results: [{ type: OpCode.error, error: -101 }] });
  expect(Buffer.from(bytes).toString('hex')).toBe('ffffffff00ffffff9b' + 'ffffff9b' + 'ffffffff01ffffffff');
});
