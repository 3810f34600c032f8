import { DEFAULT_ELEMENT_MAX_BYTES, encode } from '@zookit/jute';
import {
  createTxn,
  ErrorCode,
  errorTxn,
  OpCode,
  openAclUnsafe,
  readAclUnsafe,
  type MultiRequestPart,
  type MultiTxn,
} from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { applyProposal, readProposal, type Proposal } from '../../src/index.ts';
import { bytes, bytesOf, createOf, Workbench, type Written } from '../support/workbench.ts';

const create = (path: string, flags = 0): MultiRequestPart => ({
  opCode: OpCode.create,
  request: createOf(path, { flags }),
});
const remove = (path: string): MultiRequestPart => ({ opCode: OpCode.delete, request: { path, version: -1 } });
const set = (path: string, text: string, version = -1): MultiRequestPart => {
  return { opCode: OpCode.setData, request: { path, data: bytes(text), version } };
};
const check = (path: string, version: number): MultiRequestPart => ({
  opCode: OpCode.check,
  request: { path, version },
});

function run(bench: Workbench, ...operations: MultiRequestPart[]): Written<'multi'> {
  return bench.write('multi', { operations });
}

function codesOf({ response }: Written<'multi'>): number[] {
  return response!.results.map((result) => ('error' in result ? result.error : 0));
}

test('all parts happen with one zxid and one time, each on top of those before it', () => {
  const bench = new Workbench();
  const written = run(
    bench,
    create('/a'),
    create('/a/b'),
    set('/a/b', 'x', 0),
    check('/a/b', 1),
    remove('/a/b'),
    create('/a/b'),
    create('/a/n-', 2),
  );
  expect(written.error).toBe(0);
  expect(written.response!.results.map(({ type }) => type)).toEqual([1, 1, 5, 13, 2, 1, 1]);
  expect(written.response!.results.at(-1)).toEqual({ type: 1, response: { path: '/a/n-0000000002' } });
  expect(bench.tree.lastProcessedZxid).toBe(1n);
  expect(bench.stat('/a')).toMatchObject({ czxid: 1n, pzxid: 1n, numChildren: 2, cversion: 4 });
  expect(bench.stat('/a/b')).toMatchObject({ version: 0, czxid: 1n });
  expect(bench.mismatches).toEqual([]);
});

test('every create that answers with a stat does so as a create2', () => {
  const { response } = run(
    new Workbench(),
    { opCode: OpCode.create2, request: createOf('/2') },
    { opCode: OpCode.createContainer, request: createOf('/c', { flags: 4 }) },
    { opCode: OpCode.createTTL, request: { ...createOf('/t', { flags: 5 }), ttl: 5n } },
  );
  expect(response!.results.map(({ type }) => type)).toEqual([15, 15, 15]);
  expect(response!.results[1]).toMatchObject({ response: { path: '/c', stat: { czxid: 1n } } });
});

test('an empty multi takes a zxid and succeeds', () => {
  const bench = new Workbench();
  expect(run(bench)).toMatchObject({ error: 0, response: { results: [] } });
  expect(bench.tree.lastProcessedZxid).toBe(1n);
});

describe('when a part is refused', () => {
  test('it has its error, those before it have 0, those after it runtime inconsistency, and the multi itself none', () => {
    const bench = new Workbench();
    const written = run(bench, create('/a'), check('/a', 9), set('/no', 'x'), remove('/a'));
    expect(written.error).toBe(0);
    expect(codesOf(written)).toEqual([
      0,
      ErrorCode.BadVersion,
      ErrorCode.RuntimeInconsistency,
      ErrorCode.RuntimeInconsistency,
    ]);
  });

  test('nothing has changed, and the log still says what was asked for before it', () => {
    const bench = new Workbench();
    const before = bench.tree.digest;
    const { proposal } = run(bench, create('/a'), create('/a'), create('/b'));
    expect(proposal.header).toMatchObject({ type: 14, zxid: 1n });
    expect((proposal.txn as MultiTxn).txns.map(({ type }) => type)).toEqual([1, -1, -1]);
    expect(proposal.digest).toEqual({ version: 2, treeDigest: before });
    expect(bench.tree.digest).toBe(before);
    expect(bench.tree.nodeCount).toBe(5);
    expect(bench.preparer.outstandingCount).toBe(0);
  });

  test('what was outstanding before is as it was, sequence numbers included', () => {
    const bench = new Workbench();
    const proposals = [
      bench.propose('create', createOf('/n-', { flags: 2 })),
      bench.propose('setData', { path: '/n-0000000000', data: bytes('x'), version: 0 }),
      bench.propose('multi', {
        operations: [create('/n-', 2), set('/n-0000000000', 'y', 1), remove('/n-0000000000'), check('/no', 0)],
      }),
      bench.propose('create', createOf('/n-', { flags: 2 })),
      bench.propose('setData', { path: '/n-0000000000', data: bytes('z'), version: 1 }),
    ];
    const results = proposals.map((proposal) => bench.apply(proposal));
    expect(results.map(({ error }) => error)).toEqual([0, 0, 0, 0, 0]);
    expect(codesOf(results[2] as Written<'multi'>)).toEqual([0, 0, 0, ErrorCode.NoNode]);
    expect(bench.tree.nodes.root.childNames()).toEqual(['n-0000000001', 'n-0000000000', 'zookeeper']);
    expect(bench.mismatches).toEqual([]);
  });

  test('its ephemeral znodes do not count as the session’s', () => {
    const bench = new Workbench({ ephemeralPathsMaxBytes: 6 });
    run(bench, create('/e', 1), check('/no', 0));
    expect(bench.create('/f', { flags: 1 })).toBe(0);
    expect(bench.propose('closeSession', undefined).txn).toEqual({ pathsToDelete: ['/f'] });
  });

  test.for([
    ['create', create('/x/y'), ErrorCode.NoNode],
    ['create below what may not be changed', create('/locked/y'), ErrorCode.NoAuth],
    ['delete', remove('/no'), ErrorCode.NoNode],
    ['setData', set('/locked', 'x'), ErrorCode.NoAuth],
    ['check of a missing znode', check('/no', 0), ErrorCode.NoNode],
    ['check of what may not be read', check('/hidden', 0), ErrorCode.NoAuth],
    ['check of no path', check('no', 0), ErrorCode.BadArguments],
    [
      'a TTL that is none',
      { opCode: OpCode.createTTL, request: { ...createOf('/t', { flags: 5 }), ttl: 0n } },
      ErrorCode.BadArguments,
    ],
  ] as const)('by a %s, that is the error', ([, part, error]) => {
    const bench = new Workbench();
    bench.create('/locked', { acl: readAclUnsafe });
    bench.create('/hidden', { acl: [{ permissions: 2, id: { scheme: 'world', id: 'anyone' } }] });
    expect(codesOf(run(bench, create('/a'), part))).toEqual([0, error]);
  });
});

describe('a log that no server would write', () => {
  const apply = (bench: Workbench, txns: MultiTxn['txns']): Written<'multi'> => {
    const header = { sessionId: 1n, cxid: 1, zxid: 9n, time: 1n, type: OpCode.multi };
    const proposal: Proposal = { header, txn: { txns }, digest: undefined, opCode: OpCode.multi };
    return { ...(applyProposal(bench.tree, proposal) as Written<'multi'>), proposal };
  };
  const good = encode(createTxn, {
    path: '/good',
    data: null,
    acl: openAclUnsafe,
    ephemeral: false,
    parentCversion: 1,
  });

  test('with parts that are none still applies the others', () => {
    const bench = new Workbench();
    const nothing = new Uint8Array(0);
    const written = apply(bench, [
      { type: OpCode.create, data: nothing },
      { type: 99, data: nothing },
      { type: OpCode.multi, data: new Uint8Array(4) },
      { type: OpCode.create, data: good },
      { type: OpCode.create, data: good },
    ]);
    expect(codesOf(written)).toEqual([-5, -5, -5, 0, ErrorCode.NodeExists]);
    expect(bench.tree.nodes.get('/good')).toBeDefined();
  });

  test('with an error that is none, or parts after it, changes nothing', () => {
    const bench = new Workbench();
    const written = apply(bench, [
      { type: OpCode.create, data: good },
      { type: OpCode.error, data: new Uint8Array(0) },
      { type: OpCode.create, data: good },
      { type: OpCode.error, data: encode(errorTxn, { error: -101 }) },
    ]);
    expect(codesOf(written)).toEqual([0, -2, -2, -101]);
    expect(bench.tree.nodes.get('/good')).toBeUndefined();
  });
});

test('a failed create of the same name as an existing one lets the parent catch up, also as a part', () => {
  const bench = new Workbench();
  bench.create('/good');
  const header = { sessionId: 1n, cxid: 1, zxid: 9n, time: 1n, type: OpCode.multi };
  const data = encode(createTxn, {
    path: '/good',
    data: null,
    acl: readAclUnsafe,
    ephemeral: false,
    parentCversion: 7,
  });
  applyProposal(bench.tree, {
    header,
    txn: { txns: [{ type: OpCode.create, data }] },
    digest: undefined,
    opCode: OpCode.multi,
  });
  expect(bench.tree.nodes.root).toMatchObject({ cversion: 7, pzxid: 9n });
  expect(bench.tree.nodes.get('/good')?.acl).toEqual(readAclUnsafe);
});

test('what was agreed upon has no limit of its own: a part may be as long as a server lets requests be', () => {
  const [bench, replayed] = [new Workbench(), new Workbench()];
  for (const each of [bench, replayed]) each.create('/large');
  const data = new Uint8Array(2 * DEFAULT_ELEMENT_MAX_BYTES).fill(7);
  const setLarge = { opCode: OpCode.setData, request: { path: '/large', data, version: -1 } } as const;
  const written = run(bench, setLarge, create('/small'));
  expect(codesOf(written)).toEqual([0, 0]);
  applyProposal(replayed.tree, readProposal(bytesOf(written.proposal)));
  expect(replayed.stat('/large').dataLength).toBe(data.length);
  expect([replayed.tree.digest, ...bench.mismatches]).toEqual([bench.tree.digest]);
});

test('an ephemeral znode counts once for the session, however often a multi changes it', () => {
  const bench = new Workbench({ ephemeralPathsMaxBytes: 12 });
  const written = run(bench, create('/e', 1), set('/e', 'a'), set('/e', 'b'), create('/f', 1));
  expect(codesOf(written)).toEqual([0, 0, 0, 0]);
  expect(bench.create('/g', { flags: 1 })).toBe(ErrorCode.QuotaExceeded);
  expect(bench.propose('closeSession', undefined).txn).toEqual({ pathsToDelete: ['/e', '/f'] });
});
