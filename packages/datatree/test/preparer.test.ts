import { ErrorCode, OpCode, openAclUnsafe } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { DataTree, Preparer, type AccessControl } from '../src/index.ts';
import { identityAccess } from './support/identity-access.ts';
import { createOf, Workbench } from './support/workbench.ts';

const requester = { sessionId: 1n, identities: [], watcher: undefined };

test('zxids go on from where they were, refused requests included', () => {
  const tree = new DataTree({ accessControl: identityAccess });
  const preparer = new Preparer(tree, 0x1_0000_0000n);
  expect(preparer.prepare(OpCode.create, createOf('/a'), requester, 3, 9n).header.zxid).toBe(0x1_0000_0001n);
  expect(preparer.prepare(OpCode.create, createOf('/a'), requester, 4, 9n).header).toMatchObject({
    zxid: 0x1_0000_0002n,
    type: -1,
    cxid: 4,
  });
  expect(preparer.prepareError(ErrorCode.MarshallingError, 7n, 5, 10n)).toEqual({
    header: { sessionId: 7n, cxid: 5, zxid: 0x1_0000_0003n, time: 10n, type: -1 },
    txn: { error: -5 },
    digest: undefined,
    opCode: -1,
  });
  expect(preparer.zxid).toBe(0x1_0000_0003n);
});

test('a defect takes no zxid and leaves nothing behind', () => {
  let isBroken = false;
  const fragile: AccessControl = {
    allows: () => true,
    normalize: (acl) => {
      if (isBroken) throw new TypeError('defect');
      return [...acl!];
    },
  };
  const bench = new Workbench({ accessControl: fragile });
  const outstanding = bench.propose('create', createOf('/n-', { flags: 2 }));
  isBroken = true;
  const operations = [
    { opCode: OpCode.delete, request: { path: '/n-0000000000', version: -1 } },
    { opCode: OpCode.create, request: createOf('/n-', { flags: 2 }) },
  ] as const;
  expect(() => bench.propose('multi', { operations })).toThrow('defect');
  expect(bench.preparer.zxid).toBe(1n);
  expect(bench.preparer.outstandingCount).toBe(2);
  isBroken = false;
  bench.apply(outstanding);
  expect(bench.write('create', createOf('/n-', { flags: 2 })).response).toEqual({ path: '/n-0000000001' });
  expect(bench.mismatches).toEqual([]);
});

test('what writes nothing cannot be prepared', () => {
  const preparer = new Preparer(new DataTree({ accessControl: identityAccess }), 0n);
  expect(() => preparer.prepare(OpCode.getData, {}, requester, 1, 1n)).toThrow(RangeError);
  expect(preparer.zxid).toBe(0n);
});

test('changes are outstanding until their transaction is applied', () => {
  const bench = new Workbench();
  const first = bench.propose('create', createOf('/a'));
  const second = bench.propose('create', createOf('/a/b'));
  bench.propose('check', { path: '/a', version: 0 });
  expect(bench.preparer.outstandingCount).toBe(4);
  bench.apply(first);
  expect(bench.preparer.outstandingCount).toBe(2);
  bench.apply(second);
  expect(bench.preparer.outstandingCount).toBe(0);
});

test('thousands may be outstanding, and are forgotten as they are applied', () => {
  const bench = new Workbench();
  const proposals = Array.from({ length: 5000 }, () => bench.propose('create', createOf('/n-', { flags: 3 })));
  for (const [index, proposal] of proposals.entries()) {
    expect(bench.apply(proposal).error).toBe(0);
    expect(bench.preparer.outstandingCount).toBe(2 * (4999 - index));
  }
  expect(bench.stat('/').numChildren).toBe(5001);
  expect(bench.mismatches).toEqual([]);
});

test('the digest of a proposal is that of the tree after it, whatever is outstanding', () => {
  const bench = new Workbench();
  const proposals = [
    bench.propose('create', createOf('/a')),
    bench.propose('setACL', { path: '/a', acl: openAclUnsafe, version: 0 }),
    bench.propose('delete', { path: '/a', version: 0 }),
    bench.propose('createSession', { timeoutMs: 1 }),
  ];
  for (const proposal of proposals) {
    bench.apply(proposal);
    expect(proposal.digest).toEqual({ version: 2, treeDigest: bench.tree.digest });
  }
});

test('a session’s ephemeral znodes are those that it will have', () => {
  const bench = new Workbench();
  const { sessionId } = bench.client;
  for (const path of ['/kept', '/deleted', '/handed-over']) bench.create(path, { flags: 1 });
  bench.propose('create', createOf('/coming', { flags: 1 }));
  bench.propose('delete', { path: '/deleted', version: -1 });
  bench.propose('delete', { path: '/handed-over', version: -1 });
  bench.propose('create', createOf('/handed-over', { flags: 1 }), requester);
  expect(bench.preparer.ephemeralsOf(sessionId)).toEqual(['/kept', '/coming']);
  expect(bench.preparer.ephemeralsOf(requester.sessionId)).toEqual(['/handed-over']);
});
