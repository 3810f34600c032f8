import { decode, encode, type Codec } from '@zookit/jute';
import { expect, test } from 'vitest';
import {
  connectionOperations,
  createTxn,
  errorTxn,
  isClientOperation,
  OpCode,
  operationOf,
  opName,
  reads,
  setDataTxn,
  deleteTxn,
  txnCodecOf,
  writes,
  type OpName,
} from '../src/index.ts';

/** Every number that ZooKeeper has given out: the word, and whether a client may send it. */
const assigned: Record<number, readonly [OpName, boolean]> = {
  1: ['create', true],
  2: ['delete', true],
  3: ['exists', true],
  4: ['getData', true],
  5: ['setData', true],
  6: ['getACL', true],
  7: ['setACL', true],
  8: ['getChildren', true],
  9: ['sync', true],
  11: ['ping', true],
  12: ['getChildren2', true],
  13: ['check', false],
  14: ['multi', true],
  15: ['create2', true],
  16: ['reconfig', true],
  17: ['checkWatches', true],
  18: ['removeWatches', true],
  19: ['createContainer', true],
  20: ['deleteContainer', false],
  21: ['createTTL', true],
  22: ['multiRead', true],
  100: ['auth', true],
  101: ['setWatches', true],
  102: ['sasl', true],
  103: ['getEphemerals', true],
  104: ['getAllChildrenNumber', true],
  105: ['setWatches2', true],
  106: ['addWatch', true],
  107: ['whoAmI', true],
  [-10]: ['createSession', false],
  [-11]: ['closeSession', true],
};

const numbers = Array.from({ length: 300 }, (_, index) => index - 150);

test('every op code belongs to the operation of its name, and no other number to any', () => {
  for (const opCode of numbers) expect(operationOf(opCode)?.name).toBe(assigned[opCode]?.[0]);
});

test('an operation is listed under its own name and op code', () => {
  for (const [name, operation] of Object.entries({ ...writes, ...reads, ...connectionOperations })) {
    expect(operation.name).toBe(name);
    expect(operation.opCode).toBe(OpCode[operation.name]);
    expect(operationOf(operation.opCode)).toBe(operation);
  }
});

test('a client may send what is an operation of clients, and nothing else', () => {
  for (const opCode of numbers) expect(isClientOperation(opCode)).toBe(assigned[opCode]?.[1] ?? false);
});

test('the kind of an operation says in which table it is', () => {
  const kinds = (operations: object) => new Set(Object.values(operations).map(({ kind }: { kind: string }) => kind));
  expect(kinds(writes)).toEqual(new Set(['write', 'session']));
  expect(kinds(reads)).toEqual(new Set(['read']));
  expect(kinds(connectionOperations)).toEqual(new Set(['connection']));
  expect([writes.createSession.kind, writes.closeSession.kind]).toEqual(['session', 'session']);
});

test('an op code is shown by its name, and by its number if it has none', () => {
  expect(opName(14)).toBe('multi');
  expect(opName(0)).toBe('notification');
  expect(opName(-1)).toBe('error');
  expect(opName(10)).toBe('unknown operation 10');
});

test('a transaction has the codec of its type', () => {
  for (const operation of Object.values({ ...writes })) expect(txnCodecOf(operation.opCode)).toBe(operation.txn);
  expect(txnCodecOf(OpCode.error)).toBe(errorTxn);
});

test('several types share a transaction', () => {
  expect(txnCodecOf(OpCode.create2)).toBe(createTxn);
  expect(txnCodecOf(OpCode.deleteContainer)).toBe(deleteTxn);
  expect(txnCodecOf(OpCode.reconfig)).toBe(setDataTxn);
});

test('what is not logged has no transaction', () => {
  for (const opCode of [0, 10, OpCode.getData, OpCode.sync, OpCode.auth, OpCode.ping]) {
    expect(txnCodecOf(opCode)).toBeUndefined();
  }
});

test('an operation without a body has no bytes', () => {
  expect(encode(reads.ping.request, undefined)).toHaveLength(0);
  const response: Codec<unknown> = writes.delete.response;
  expect(decode(response, new Uint8Array())).toBeUndefined();
});
