import { decode, JuteWriter } from '@zookit/jute';
import {
  OpCode,
  txnCodecOf,
  type AnyTxn,
  type CloseSessionTxn,
  type CreateTxn,
  type MultiRequestPart,
  type MultiTxn,
  type SetDataTxn,
} from '@zookit/protocol';
import { expect, test } from 'vitest';
import {
  applyProposal,
  DataTree,
  Preparer,
  readProposal,
  writeProposal,
  type AccessControl,
  type Proposal,
} from '../src/index.ts';
import { apacheLog, apacheTree } from './support/golden.ts';
import { treeLines } from './support/tree-lines.ts';
import { bytes } from './support/workbench.ts';

/** What was refused is in the log already: here everybody may do everything. */
const everybody: AccessControl = { allows: () => true, normalize: (acl) => [...(acl ?? [])] };

const log = apacheLog();
const session = { identities: [], watcher: undefined };

function createTree(): DataTree {
  const onDigestMismatch = (zxid: bigint): void => expect.unreachable(`digest mismatch at ${zxid}`);
  return new DataTree({ accessControl: everybody, extendedTypesEnabled: true, onDigestMismatch });
}

test.for(log)('the transaction of zxid $zxid ($name) is written as Apache wrote it', ({ bytes }) => {
  expect(hexOf(readProposal(bytes))).toBe(Buffer.from(bytes).toString('hex'));
});

test("replaying Apache's log gives its digest after every transaction", () => {
  const tree = createTree();
  let compared = 0;
  for (const { bytes } of log) {
    const proposal = readProposal(bytes);
    applyProposal(tree, proposal);
    if (proposal.digest === undefined) continue;
    expect(tree.digest).toBe(proposal.digest.treeDigest);
    compared++;
  }
  expect(compared).toBe(51);
  expect(tree.lastProcessedZxid).toBe(0x39n);
});

test("replaying Apache's log gives its znodes, stats, sessions and ephemerals", () => {
  const tree = createTree();
  for (const { bytes } of log) applyProposal(tree, readProposal(bytes));
  expect(treeLines(tree)).toEqual(apacheTree());
  expect([...tree.sessions]).toEqual([[0x100000f0e210000n, 40000]]);
  expect([...tree.ephemeralOwners()]).toEqual([[0x100000f0e210000n, new Set(['/eph/d'])]]);
  expect([...tree.reapable(1795298923976n + 86400001n, { neverUsedMaxMs: 1n })].sort()).toEqual([
    '/cont',
    '/cont2',
    '/m/c',
    '/m/t',
    '/ttl/s-0000000000',
  ]);
});

test('for the same requests the preparer proposes, byte for byte, what Apache logged', () => {
  const tree = createTree();
  const preparer = new Preparer(tree, 0n);
  for (const { bytes } of log) {
    const logged = readProposal(bytes);
    const proposal = proposeAgain(preparer, logged);
    expect(hexOf(sorted(proposal))).toBe(hexOf(sorted(logged)));
    applyProposal(tree, proposal);
    preparer.applied(proposal.header.zxid);
  }
});

test('so it does when everything is outstanding', () => {
  const preparer = new Preparer(createTree(), 0n);
  for (const { bytes } of log) {
    const logged = readProposal(bytes);
    expect(hexOf(sorted(proposeAgain(preparer, logged)))).toBe(hexOf(sorted(logged)));
  }
});

/** The znodes that go with a session are in no order: Apache has them in a hash set. */
function sorted(proposal: Proposal): Proposal {
  if (proposal.header.type !== OpCode.closeSession) return proposal;
  const { pathsToDelete } = proposal.txn as CloseSessionTxn;
  return { ...proposal, txn: { pathsToDelete: pathsToDelete?.toSorted() } };
}

function hexOf(proposal: Proposal): string {
  const writer = new JuteWriter();
  writeProposal(writer, proposal);
  return writer.copy().toString('hex');
}

/** Asks for what led to a transaction. */
function proposeAgain(preparer: Preparer, { header, txn }: Proposal): Proposal {
  const { sessionId, cxid, time, type, zxid } = header;
  if (type === OpCode.error) return preparer.prepareError((txn as { error: number }).error, sessionId, cxid, time);
  const request = type === OpCode.multi ? { operations: partsOf(zxid, txn as MultiTxn) } : requestOf(type, txn);
  return preparer.prepare(type, request, { ...session, sessionId }, cxid, time);
}

function requestOf(type: number, txn: AnyTxn): unknown {
  switch (type) {
    case OpCode.create:
    case OpCode.create2:
      return { ...txn, flags: (txn as CreateTxn).ephemeral ? 1 : 0 };
    case OpCode.createContainer:
      return { ...txn, flags: 4 };
    case OpCode.createTTL:
      return { ...txn, flags: 5 };
    case OpCode.closeSession:
      return undefined;
    case OpCode.createSession:
      return txn;
    default:
      return { ...txn, version: -1 };
  }
}

function partsOf(zxid: bigint, { txns }: MultiTxn): MultiRequestPart[] {
  if (zxid === 0x25n) return failingParts;
  return txns.map(({ type, data }) => {
    return {
      opCode: type,
      request: requestOf(type, decode(txnCodecOf(type)!, data) as SetDataTxn),
    } as MultiRequestPart;
  });
}

/** The log doesn't say what was asked for after the check that failed. */
const failingParts: MultiRequestPart[] = [
  {
    opCode: OpCode.create,
    request: {
      path: '/m/never',
      data: bytes('1'),
      acl: [{ permissions: 31, id: { scheme: 'world', id: 'anyone' } }],
      flags: 0,
    },
  },
  { opCode: OpCode.check, request: { path: '/app', version: 99 } },
  { opCode: OpCode.setData, request: { path: '/app', data: null, version: -1 } },
  { opCode: OpCode.delete, request: { path: '/m/1', version: -1 } },
];
