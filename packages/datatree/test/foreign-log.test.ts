import {
  CONTAINER_OWNER,
  OpCode,
  openAclUnsafe,
  readAclUnsafe,
  ttlOwner,
  ErrorCode,
  type AnyTxn,
  type TxnDigest,
} from '@zookit/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyProposal, DataTree, type TxnResult } from '../src/index.ts';
import { identityAccess } from './support/identity-access.ts';
import { bytes, Workbench } from './support/workbench.ts';

/** Applies a transaction that nobody prepared here. */
function apply(bench: Workbench, type: number, txn: AnyTxn, zxid = 100n, digest?: TxnDigest): TxnResult {
  const header = { sessionId: 5n, cxid: 1, zxid, time: 77n, type };
  return applyProposal(bench.tree, { header, txn, digest, opCode: type });
}

function creation(path: string, changes: Partial<{ parentCversion: number; ephemeral: boolean }> = {}) {
  return { path, data: null, acl: openAclUnsafe, ephemeral: false, parentCversion: 1, ...changes };
}

describe('applying', () => {
  test.for([
    ['create below nothing', OpCode.create, creation('/no/x'), ErrorCode.NoNode],
    ['create of no path', OpCode.create, creation('x'), ErrorCode.NoNode],
    ['create of the empty path', OpCode.create2, creation(''), ErrorCode.NodeExists],
    ['create of the root', OpCode.create, creation('/'), ErrorCode.NodeExists],
    ['delete below nothing', OpCode.delete, { path: '/no/x' }, ErrorCode.NoNode],
    ['delete of nothing', OpCode.delete, { path: '/no' }, ErrorCode.NoNode],
    ['delete of the root', OpCode.delete, { path: '/' }, ErrorCode.BadArguments],
    ['delete of the empty path', OpCode.deleteContainer, { path: '' }, ErrorCode.BadArguments],
    ['setData of nothing', OpCode.setData, { path: '/no', data: null, version: 1 }, ErrorCode.NoNode],
    ['setACL of nothing', OpCode.setACL, { path: '/no', acl: [], version: 1 }, ErrorCode.NoNode],
    ['reconfig without a config znode', OpCode.reconfig, { path: '/no', data: null, version: -1 }, ErrorCode.NoNode],
    ['an error', OpCode.error, { error: -103 }, -103],
  ] as const)('a %s says so and goes on', ([, type, txn, error]) => {
    const bench = new Workbench();
    expect(apply(bench, type, txn)).toEqual({ error, response: undefined });
    expect(bench.tree.lastProcessedZxid).toBe(100n);
    expect(bench.tree.nodeCount).toBe(5);
  });

  test('an empty ACL lets everybody do everything', () => {
    const bench = new Workbench();
    apply(bench, OpCode.create, { ...creation('/a'), acl: [] });
    expect(bench.write('setData', { path: '/a', data: null, version: -1 }).error).toBe(0);
  });

  test('a type that nobody knows is a defect of the reader', () => {
    expect(() => apply(new Workbench(), 99, { error: 0 })).toThrow(RangeError);
  });
});

describe('a createTTL without a time to live, of which Apache’s server dies at each start,', () => {
  test.for([-1n, 0n, 0x100_0000_0000n, -0x8000_0000_0000_0000n])('makes a znode that stays: %i', (ttl) => {
    const bench = new Workbench();
    const { data, acl, path, parentCversion } = creation('/t');
    expect(apply(bench, OpCode.createTTL, { path, data, acl, parentCversion, ttl }).error).toBe(0);
    expect(bench.tree.nodes.get('/t')?.ephemeralOwner).toBe(0n);
    expect([...bench.tree.reapable(1_000_000_000n, { neverUsedMaxMs: 1n })]).toEqual([]);
  });
});

describe('znodes with a TTL', () => {
  const txn = { path: '/t', data: null, acl: openAclUnsafe, parentCversion: 1, ttl: 10n };

  test('are kept for good where extended types are off, rather than deleted with a session that never was', () => {
    const bench = new Workbench({ extendedTypesEnabled: false });
    apply(bench, OpCode.createTTL, txn);
    expect(bench.tree.deadOwners()).toEqual([]);
    expect(bench.stat('/t')).toMatchObject({ ephemeralOwner: 0n });
    expect(bench.tree.nodes.get('/t')?.ephemeralOwner).toBe(ttlOwner(10n));
    expect([...bench.tree.reapable(1_000_000n, { neverUsedMaxMs: 1n })]).toEqual([]);
    expect(bench.create('/t/child')).toBe(0);
    expect(bench.write('delete', { path: '/t/child', version: -1 }).error).toBe(0);
    expect(bench.write('delete', { path: '/t', version: -1 }).error).toBe(0);
  });

  test('are told from the session of a server 255 that looks like them', () => {
    const bench = new Workbench({ extendedTypesEnabled: false });
    const sessionId = ttlOwner(0x1234_0001n);
    const requester = { sessionId, identities: [], watcher: undefined };
    bench.write('createSession', { timeoutMs: 1 }, requester);
    bench.create('/e', { flags: 1 }, requester);
    expect(bench.stat('/e').ephemeralOwner).toBe(sessionId);
    bench.write('closeSession', undefined, requester);
    expect(bench.tree.nodes.get('/e')).toBeUndefined();
  });

  /** As a log or snapshot says it: a znode with this owner. */
  function owned(bench: Workbench, owner: bigint): void {
    const header = { sessionId: owner, cxid: 1, zxid: 100n, time: 77n, type: OpCode.create };
    const txn = creation('/t', { ephemeral: true });
    applyProposal(bench.tree, { header, txn, digest: undefined, opCode: OpCode.create });
  }

  test('as 3.5.3 wrote them are recognised where that is asked for', () => {
    const bench = new Workbench({ emulate353TtlNodes: true });
    owned(bench, CONTAINER_OWNER + 50n);
    expect(bench.stat('/t').ephemeralOwner).toBe(0n);
    expect([...bench.tree.reapable(77n + 51n, { neverUsedMaxMs: 0n })]).toEqual(['/t']);
  });

  test.for([
    ['a TTL of 3.5.3', CONTAINER_OWNER + 50n, true],
    ['a TTL of 3.5.3', CONTAINER_OWNER + 50n, false],
    ['an extended type that nobody knows', ttlOwner(1n) | (1n << 40n), true],
    ['an extended type that nobody knows', ttlOwner(1n) | (1n << 40n), false],
    ['the last of all numbers', -1n, true],
  ] as const)('of another making stay: %s, %i, extended types %o', ([, owner, extendedTypesEnabled]) => {
    const bench = new Workbench({ extendedTypesEnabled });
    owned(bench, owner);
    expect(bench.tree.deadOwners()).toEqual([]);
    expect(bench.stat('/t').ephemeralOwner).toBe(0n);
    expect(bench.tree.ephemeralCount).toBe(0);
    expect([...bench.tree.reapable(1_000_000_000n, { neverUsedMaxMs: 1n })]).toEqual([]);
    expect(bench.write('delete', { path: '/t', version: -1 }).error).toBe(0);
  });

  test.for([
    ['of a server 254 of our days', -0x0168_0b1f_5a34_0000n],
    ['of a server 128 of our days', CONTAINER_OWNER + 0x97_f4e0_a5cb_0000n],
  ] as const)('are told from the session %s', ([, sessionId]) => {
    const bench = new Workbench();
    owned(bench, sessionId);
    expect(bench.stat('/t').ephemeralOwner).toBe(sessionId);
    expect(bench.tree.deadOwners()).toEqual([sessionId]);
  });
});

describe('replayed over a snapshot of a later time', () => {
  test('a create that is there already takes the ACL, and the parent never goes back', () => {
    const bench = new Workbench();
    bench.create('/a');
    bench.create('/b');
    expect(apply(bench, OpCode.create, { ...creation('/a'), acl: readAclUnsafe }, 1n).error).toBe(ErrorCode.NodeExists);
    expect(bench.tree.nodes.get('/a')?.acl).toEqual(readAclUnsafe);
    expect(bench.tree.nodes.root).toMatchObject({ cversion: 2, pzxid: 2n });
  });

  test.for([OpCode.create, OpCode.create2, OpCode.createContainer, OpCode.createTTL])(
    'the parent catches up by a create of type %i, once',
    (type) => {
      const bench = new Workbench();
      bench.create('/a');
      const txn = { ...creation('/a', { parentCversion: 9 }), ttl: 1n };
      for (const zxid of [100n, 101n]) expect(apply(bench, type, txn, zxid).error).toBe(ErrorCode.NodeExists);
      expect(bench.tree.nodes.root).toMatchObject({ cversion: 9, pzxid: 100n });
    },
  );

  test('a create from before 3.3 counts on', () => {
    const bench = new Workbench();
    bench.create('/a');
    apply(bench, OpCode.create, creation('/b', { parentCversion: -1 }));
    expect(bench.tree.nodes.root).toMatchObject({ cversion: 2, pzxid: 100n });
  });

  test('a delete of what is gone already is noted at the parent, and never goes back', () => {
    const bench = new Workbench();
    bench.create('/a');
    apply(bench, OpCode.delete, { path: '/a/x' }, 50n);
    apply(bench, OpCode.delete, { path: '/a/x' }, 40n);
    expect(bench.stat('/a').pzxid).toBe(50n);
  });

  test('a delete takes along children of a later time', () => {
    const bench = new Workbench();
    bench.create('/a', { data: bytes('12') });
    bench.create('/a/b', { flags: 1 });
    bench.tree.nodes.add(bench.tree.nodes.get('/a/b')!, '/a/b/c', null, bench.tree.acls.open, {
      zxid: 1n,
      time: 1n,
      ephemeralOwner: CONTAINER_OWNER,
    });
    expect(apply(bench, OpCode.delete, { path: '/a' }).error).toBe(0);
    expect(bench.tree).toMatchObject({ nodeCount: 5, dataSize: 44, ephemeralCount: 0 });
    expect(bench.tree.nodes.get('/a/b/c')).toBeUndefined();
  });

  test('the end of a session deletes what it lists, what is missing excepted, and what it does not list', () => {
    const bench = new Workbench();
    const mine = { sessionId: 5n, identities: [], watcher: undefined };
    bench.create('/unlisted', { flags: 1 }, mine);
    bench.create('/listed', { flags: 1 });
    expect(apply(bench, OpCode.closeSession, { pathsToDelete: ['/no', '/listed', '/no/x', ''] }).error).toBe(0);
    expect(bench.tree.nodes.root.childNames()).toEqual(['zookeeper']);
  });

  test('any transaction twice is the same as once', () => {
    const step = fc.tuple(fc.nat(5), fc.constantFrom('/a', '/a/b', '/b'), fc.nat(20));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const bench = new Workbench();
        const proposals = steps.map(([what, path, flags]) => {
          if (what <= 1)
            return bench.write('create', { path, data: bytes('x'), acl: openAclUnsafe, flags: flags % 4 }).proposal;
          if (what === 2) return bench.write('delete', { path, version: -1 }).proposal;
          if (what === 3) return bench.write('setData', { path, data: bytes(String(flags)), version: -1 }).proposal;
          if (what === 4) return bench.write('setACL', { path, acl: readAclUnsafe, version: -1 }).proposal;
          return bench.write('closeSession', undefined).proposal;
        });
        const before = { digest: bench.tree.digest, size: bench.tree.dataSize, count: bench.tree.nodeCount };
        for (const proposal of proposals) applyProposal(bench.tree, { ...proposal, digest: undefined });
        expect({ digest: bench.tree.digest, size: bench.tree.dataSize, count: bench.tree.nodeCount }).toEqual(before);
      }),
    );
  });
});

describe('digests', () => {
  const nothing = { path: '/no', data: null, version: 1 };

  test('that differ are told, and the tree goes on', () => {
    const bench = new Workbench();
    apply(bench, OpCode.setData, nothing, 3n, { version: 2, treeDigest: 1n });
    expect(bench.mismatches).toEqual([3n]);
    expect(bench.create('/a')).toBe(0);
  });

  test('of another version are not compared', () => {
    const bench = new Workbench();
    apply(bench, OpCode.setData, nothing, 3n, { version: 1, treeDigest: 1n });
    expect(bench.mismatches).toEqual([]);
  });

  test('are neither computed nor compared where they are off', () => {
    const bench = new Workbench({ digestEnabled: false });
    apply(bench, OpCode.setData, nothing, 0n, { version: 2, treeDigest: 1n });
    expect(
      bench.write('create', { path: '/a', data: bytes('x'), acl: openAclUnsafe, flags: 0 }).proposal.digest,
    ).toBeUndefined();
    expect(bench.tree.digest).toBe(0n);
    expect(bench.mismatches).toEqual([]);
  });

  test('need nobody to listen', () => {
    const tree = new DataTree({ accessControl: identityAccess });
    const header = { sessionId: 1n, cxid: 1, zxid: 1n, time: 1n, type: OpCode.setData };
    const proposal = { header, txn: nothing, digest: { version: 2, treeDigest: 1n }, opCode: OpCode.setData };
    expect(applyProposal(tree, proposal).error).toBe(ErrorCode.NoNode);
  });
});
