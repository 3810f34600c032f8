import { JuteError, JuteWriter } from '@zookit/jute';
import { OpCode, txnHeader, type AnyTxn, type TxnDigest } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { readProposal, type Proposal } from '../src/index.ts';
import { bytesOf } from './support/workbench.ts';

const digest: TxnDigest = { version: 2, treeDigest: 0x51c6d660n };

function proposalOf(type: number, txn: AnyTxn, after?: TxnDigest): Proposal {
  return { header: { sessionId: 1n, cxid: 2, zxid: 3n, time: 4n, type }, txn, digest: after, opCode: type };
}

test.for([
  ['with a digest', proposalOf(OpCode.delete, { path: '/a' }, digest)],
  ['without a digest', proposalOf(OpCode.delete, { path: '/a' })],
  ['of a refusal', proposalOf(OpCode.error, { error: -101 })],
  ['of a session’s end that lists paths', proposalOf(OpCode.closeSession, { pathsToDelete: ['/a'] }, digest)],
  ['of one that lists none', proposalOf(OpCode.closeSession, { pathsToDelete: [] }, digest)],
  ['of one that lists none, without a digest', proposalOf(OpCode.closeSession, { pathsToDelete: [] })],
  ['of one that lists a path as long as a digest', proposalOf(OpCode.closeSession, { pathsToDelete: ['/abc'] })],
  ['of one that has no list', proposalOf(OpCode.closeSession, { pathsToDelete: undefined })],
  ['of one that has no list, but a digest', proposalOf(OpCode.closeSession, { pathsToDelete: undefined }, digest)],
] as const)('a proposal %s is read as it was written', ([, proposal]) => {
  expect(readProposal(bytesOf(proposal))).toEqual(proposal);
});

test('a create from before 3.3 is read, and has no digest', () => {
  const bytes = bytesOf(
    proposalOf(OpCode.create, { path: '/a', data: null, acl: [], ephemeral: true, parentCversion: 1 }),
  );
  expect(readProposal(bytes.subarray(0, -4)).txn).toMatchObject({ path: '/a', ephemeral: true, parentCversion: -1 });
});

test('a type that nobody knows is refused', () => {
  const writer = new JuteWriter();
  txnHeader.write(writer, { sessionId: 1n, cxid: 2, zxid: 3n, time: 4n, type: 99 });
  expect(() => readProposal(writer.copy())).toThrow('no transaction has type 99');
});

test('bytes that end early are refused', () => {
  const bytes = bytesOf(proposalOf(OpCode.delete, { path: '/a' }));
  for (let length = 0; length < bytes.length; length++)
    expect(() => readProposal(bytes.subarray(0, length))).toThrow(JuteError);
});
