import { JuteError, JuteWriter } from '@zookit/jute';
import {
  CONTAINER_OWNER,
  ErrorCode,
  OpCode,
  openAclUnsafe,
  readAclUnsafe,
  ttlOwner,
  txnDigest,
  txnHeader,
  type AnyTxn,
  type StatPersisted,
  type TxnDigest,
  type TxnHeader,
} from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { Preparer, TreeLoader, TreeSerializer, type DataTreeOptions, type Proposal } from '../src/index.ts';
import { identityAccess } from './support/identity-access.ts';
import { loadSections, readSections, serialized } from './support/sections.ts';
import { treeContents } from './support/tree-contents.ts';
import { bytes, bytesOf, createOf, Workbench } from './support/workbench.ts';

const client = { sessionId: 0x1_0000n, identities: [], watcher: undefined };

function loaderWith(options: Partial<DataTreeOptions> = {}): TreeLoader {
  return new TreeLoader({ accessControl: identityAccess, extendedTypesEnabled: true, ...options });
}

function statWith(changes: Partial<StatPersisted> = {}): StatPersisted {
  const zxids = { czxid: 5n, mzxid: 5n, pzxid: 5n };
  return { ...zxids, ctime: 70n, mtime: 70n, version: 0, cversion: 0, aversion: 0, ephemeralOwner: 0n, ...changes };
}

function finish(loader: TreeLoader): void {
  loader.finishSnapshot({ lastZxid: 9n, digest: undefined });
}

/** What a log has of a transaction. */
function logged(type: number, zxid: bigint, txn: AnyTxn, digest?: TxnDigest): [TxnHeader, Uint8Array] {
  const header: TxnHeader = { sessionId: client.sessionId, cxid: 1, zxid, time: 80n, type };
  return [header, bytesOf({ header, txn, digest, opCode: type })];
}

function replay(loader: TreeLoader, { header, ...rest }: Proposal): void {
  loader.replay(header, bytesOf({ header, ...rest }));
}

const nothing = { path: '/no', data: null, version: 1 };

describe('znodes', () => {
  test('are those of the tree that was written, in the same order, with the next zxid free', () => {
    const bench = new Workbench();
    bench.write('createSession', { timeoutMs: 4000 });
    bench.create('/b', { data: null });
    bench.create('/a', { data: bytes('x'.repeat(3000)), acl: readAclUnsafe });
    bench.create('/b/e', { flags: 1 });
    bench.write('setData', { path: '/', data: bytes('root'), version: -1 });
    const serializer = new TreeSerializer(bench.tree);
    const sections = serialized(serializer);
    const loader = loaderWith();
    loadSections(loader, sections);
    loader.finishSnapshot(serializer.end());
    expect(treeContents(loader.tree)).toEqual(treeContents(bench.tree));
    expect(readSections(serialized(new TreeSerializer(loader.tree))).nodes.map(({ path }) => path)).toEqual(
      readSections(sections).nodes.map(({ path }) => path),
    );
  });

  test('take requests at once', () => {
    const loader = loaderWith();
    loader.addNode('/a', bytes('x'), -1n, statWith({ cversion: 3 }));
    finish(loader);
    const preparer = new Preparer(loader.tree, loader.tree.lastProcessedZxid);
    const request = { ...createOf('/a/n-'), flags: 2 };
    const proposal = preparer.prepare(OpCode.create, request, client, 1, 90n);
    expect(proposal.header.zxid).toBe(10n);
    expect(proposal.txn).toMatchObject({ path: '/a/n-0000000003', parentCversion: 4 });
    replay(loader, proposal);
    expect(loader.tree.digest).toBe(proposal.digest!.treeDigest);
  });

  test.for(['/a/b', 'a', '/a/'])('without parent are an error: %s', (path) => {
    const loader = loaderWith();
    const add = (): void => loader.addNode(path, null, -1n, statWith());
    expect(add).toThrow(RangeError);
    expect(add).toThrow(`znode ${path} has no parent`);
  });

  test('that every tree has are replaced', () => {
    const loader = loaderWith();
    loader.addAcl(7n, [{ permissions: 3, id: { scheme: 'world', id: 'anyone' } }]);
    loader.addNode('', bytes('root'), -1n, statWith({ czxid: 0n, version: 4 }));
    loader.addNode('/zookeeper/config', bytes('servers'), 7n, statWith({ aversion: 2 }));
    finish(loader);
    const { nodes, acls } = loader.tree;
    expect(nodes.root).toMatchObject({ czxid: 0n, version: 4 });
    expect(nodes.dataOf(nodes.root)).toEqual(bytes('root'));
    const config = nodes.get('/zookeeper/config')!;
    expect(config).toMatchObject({ czxid: 5n, aversion: 2 });
    expect(nodes.dataOf(config)).toEqual(bytes('servers'));
    expect(config.acl).toEqual([{ permissions: 3, id: { scheme: 'world', id: 'anyone' } }]);
    expect([...acls.entries()]).toHaveLength(1);
    expect(loader.tree).toMatchObject({ nodeCount: 5, dataSize: 44 + 4 + 7 });
  });

  test('that every tree has stay where a snapshot is too old to have them', () => {
    const loader = loaderWith();
    loader.addAcl(1n, openAclUnsafe);
    loader.addNode('', bytes(''), -1n, statWith());
    loader.addNode('/a', bytes(''), 1n, statWith());
    finish(loader);
    expect(loader.tree.nodes.get('/zookeeper/config')!.acl).toEqual(readAclUnsafe);
    expect(loader.tree.nodes.get('/a')!.acl).toEqual(openAclUnsafe);
  });

  test('that come twice are as they came last', () => {
    const loader = loaderWith();
    loader.addNode('/a', bytes('1'), -1n, statWith({ ephemeralOwner: 3n }));
    loader.addNode('/a', bytes('23'), -1n, statWith({ ephemeralOwner: CONTAINER_OWNER }));
    finish(loader);
    expect(loader.tree).toMatchObject({ nodeCount: 6, dataSize: 44 + 2 + 2, ephemeralCount: 0 });
    expect([...loader.tree.reapable(100n, { neverUsedMaxMs: 1n })]).toEqual(['/a']);
  });

  test('are sessions’, containers and TTL znodes by their owner', () => {
    const loader = loaderWith();
    loader.addSession(3n, 4000);
    loader.addNode('/e', null, -1n, statWith({ ephemeralOwner: 3n }));
    loader.addNode('/c', null, -1n, statWith({ ephemeralOwner: CONTAINER_OWNER, cversion: 1 }));
    loader.addNode('/t', null, -1n, statWith({ ephemeralOwner: ttlOwner(10n) }));
    finish(loader);
    const { tree } = loader;
    expect([...tree.sessions]).toEqual([[3n, 4000]]);
    expect([...tree.ephemeralOwners()]).toEqual([[3n, new Set(['/e'])]]);
    expect([...tree.reapable(81n, { neverUsedMaxMs: 0n })]).toEqual(['/c', '/t']);
    expect(tree.deadOwners()).toEqual([]);
  });

  test('with a TTL stay where extended types are off', () => {
    const loader = loaderWith({ extendedTypesEnabled: false });
    loader.addNode('/t', null, -1n, statWith({ ephemeralOwner: ttlOwner(10n) }));
    finish(loader);
    expect(loader.tree.deadOwners()).toEqual([]);
    expect(loader.tree.nodes.get('/t')!.ephemeralOwner).toBe(ttlOwner(10n));
  });

  test('of a later time than the snapshot’s name are written again', () => {
    const loader = loaderWith();
    loader.addNode('/zookeeper', null, -1n, statWith({ czxid: 13n }));
    loader.addNode('/later', null, -1n, statWith({ czxid: 12n }));
    loader.addNode('/earlier', null, -1n, statWith());
    finish(loader);
    const { nodes } = readSections(serialized(new TreeSerializer(loader.tree)));
    expect(nodes.map(({ path }) => path).slice(4)).toEqual(['/later', '/earlier']);
  });

  test('keep nothing of what was handed over', () => {
    const loader = loaderWith();
    const data = bytes('x'.repeat(5000));
    loader.addNode('/a', data, -1n, statWith());
    data.fill(0);
    expect(Buffer.from(loader.tree.nodes.dataOf(loader.tree.nodes.get('/a')!)!)).toEqual(bytes('x'.repeat(5000)));
  });
});

describe('lists of ACLs', () => {
  const some = [{ permissions: 7, id: { scheme: 'digest', id: 'a:x' } }];

  test('are shared, numbered anew, and dropped with the last znode that has them', () => {
    const loader = loaderWith();
    loader.addAcl(900n, some);
    loader.addAcl(901n, [...some]);
    loader.addAcl(902n, openAclUnsafe);
    loader.addNode('/a', null, 900n, statWith());
    loader.addNode('/b', null, 901n, statWith());
    finish(loader);
    const { nodes, acls } = loader.tree;
    expect(nodes.get('/a')!.aclEntry).toBe(nodes.get('/b')!.aclEntry);
    expect([...acls.entries()].map(({ acl }) => acl)).toEqual([readAclUnsafe, some]);
    for (const path of ['/a', '/b']) loader.replay(...logged(OpCode.delete, 10n, { path }));
    expect([...acls.entries()].map(({ acl }) => acl)).toEqual([readAclUnsafe]);
  });

  test('that come twice under a number are as they came last', () => {
    const loader = loaderWith();
    loader.addAcl(2n, some);
    loader.addAcl(2n, openAclUnsafe);
    loader.addNode('/a', null, 2n, statWith());
    finish(loader);
    expect([...loader.tree.acls.entries()].map(({ acl }) => acl)).toEqual([readAclUnsafe, openAclUnsafe]);
  });

  test.for([0n, 5n, 1n << 62n])('that are missing let nobody do anything until they are replayed: %i', (aclId) => {
    const loader = loaderWith();
    loader.addNode('/a', null, aclId, statWith());
    finish(loader);
    const preparer = new Preparer(loader.tree, 9n);
    const request = { path: '/a', data: null, version: -1 };
    expect(preparer.prepare(OpCode.setData, request, client, 1, 90n).txn).toEqual({ error: ErrorCode.NoAuth });
    const { nodes } = readSections(serialized(new TreeSerializer(loader.tree)));
    expect(nodes.at(-1)).toMatchObject({ path: '/a', aclId: 0n });
    loader.replay(...logged(OpCode.setACL, 10n, { path: '/a', acl: openAclUnsafe, version: 1 }));
    expect(preparer.prepare(OpCode.setData, request, client, 1, 90n).header.type).toBe(OpCode.setData);
  });
});

describe('quotas', () => {
  function loadQuota(limits: string, counter: string | undefined): TreeLoader {
    const loader = loaderWith({ enforceQuota: true });
    const quota = '/zookeeper/quota/a';
    for (const path of ['/a', '/a/b', quota]) loader.addNode(path, bytes('123'), -1n, statWith());
    loader.addNode(`${quota}/zookeeper_limits`, bytes(limits), -1n, statWith());
    if (counter !== undefined)
      loader.addNode(`${quota}/zookeeper_stats`, bytes(counter), -1n, statWith({ version: 3 }));
    finish(loader);
    return loader;
  }

  function create({ tree }: TreeLoader): Proposal {
    return new Preparer(tree, 9n).prepare(OpCode.create, createOf('/a/c'), client, 1, 90n);
  }

  test('are in force, and what is used is counted anew', () => {
    const loader = loadQuota('count=2,bytes=9=;countHardLimit=2', 'count=77,bytes=77');
    const stats = loader.tree.nodes.get('/zookeeper/quota/a/zookeeper_stats')!;
    expect(Buffer.from(loader.tree.nodes.dataOf(stats)!).toString()).toBe('count=2,bytes=6');
    expect(stats.version).toBe(3);
    expect(create(loader).txn).toEqual({ error: ErrorCode.QuotaExceeded });
  });

  test('let what they allow', () => {
    const loader = loadQuota('count=2,bytes=9=;countHardLimit=3', 'count=77,bytes=77');
    replay(loader, create(loader));
    expect(loader.tree.quotas.governing('/a/c')!.usage).toEqual({ count: 3, bytes: 6 });
  });

  test('without counters refuse nothing', () => {
    expect(create(loadQuota('count=0=;countHardLimit=0', undefined)).header.type).toBe(OpCode.create);
  });
});

describe('the digest of a snapshot', () => {
  const wrong = { version: 2, treeDigest: 1n };

  function loadWith(digest: { zxid: bigint; version: number; digest: bigint }, enabled = true): [TreeLoader, bigint[]] {
    const told: bigint[] = [];
    const loader = loaderWith({ digestEnabled: enabled, onDigestMismatch: (zxid) => void told.push(zxid) });
    loader.addNode('/a', null, -1n, statWith());
    loader.finishSnapshot({ lastZxid: 9n, digest });
    return [loader, told];
  }

  test('that does not fit is told when a later one does not either, and once', () => {
    const [loader, told] = loadWith({ zxid: 9n, version: 2, digest: 1n });
    expect(told).toEqual([]);
    loader.replay(...logged(OpCode.setData, 10n, nothing));
    loader.replay(...logged(OpCode.setData, 11n, nothing, { version: 1, treeDigest: 1n }));
    expect(told).toEqual([]);
    loader.replay(...logged(OpCode.setData, 12n, nothing, wrong));
    expect(told).toEqual([9n, 12n]);
    loader.finish();
    expect(told).toEqual([9n, 12n]);
  });

  test('that does not fit is told at the end when no later one follows', () => {
    const [loader, told] = loadWith({ zxid: 9n, version: 2, digest: 1n });
    loader.replay(...logged(OpCode.setData, 10n, nothing));
    loader.finish();
    expect(told).toEqual([9n]);
  });

  test('that is a transaction behind the znodes, as with Apache under load, is forgotten once a later one fits', () => {
    const [loader, told] = loadWith({ zxid: 9n, version: 2, digest: 1n });
    loader.replay(...logged(OpCode.setData, 10n, nothing, { version: 2, treeDigest: loader.tree.digest }));
    loader.replay(...logged(OpCode.setData, 11n, nothing, wrong));
    loader.finish();
    expect(told).toEqual([11n]);
    expect(loader.isDigestRight).toBe(false);
  });

  test('that fits is not told', () => {
    const { digest } = loadWith({ zxid: 9n, version: 2, digest: 1n })[0].tree;
    const [loader, told] = loadWith({ zxid: 9n, version: 2, digest });
    loader.finish();
    expect(told).toEqual([]);
    expect(loader.isDigestRight).toBe(true);
  });

  test('that is of a later one is compared when that has been replayed, and no other before it', () => {
    const [loader, told] = loadWith({ zxid: 11n, version: 2, digest: 1n });
    loader.replay(...logged(OpCode.setData, 10n, nothing, wrong));
    expect(told).toEqual([]);
    loader.replay(...logged(OpCode.setData, 11n, nothing, { version: 2, treeDigest: loader.tree.digest }));
    expect(told).toEqual([]);
    loader.replay(...logged(OpCode.setData, 12n, nothing, wrong));
    expect(told).toEqual([11n, 12n]);
  });

  test('that is of one that never comes holds up no other behind it', () => {
    const [loader, told] = loadWith({ zxid: 11n, version: 2, digest: 1n });
    loader.replay(...logged(OpCode.setData, 12n, nothing, wrong));
    loader.replay(...logged(OpCode.setData, 13n, nothing, wrong));
    expect(told).toEqual([13n]);
  });

  test('that is computed in another way is not compared', () => {
    const [loader, told] = loadWith({ zxid: 10n, version: 1, digest: 1n });
    loader.replay(...logged(OpCode.setData, 10n, nothing, wrong));
    expect(told).toEqual([]);
    loader.replay(...logged(OpCode.setData, 11n, nothing, wrong));
    expect(told).toEqual([11n]);
  });

  test('that is missing leaves transactions alone that show in it already, and no others', () => {
    const told: bigint[] = [];
    const loader = loaderWith({ onDigestMismatch: (zxid) => void told.push(zxid) });
    loader.finishSnapshot({ lastZxid: 9n, digest: undefined, shownZxid: 11n });
    for (const zxid of [10n, 11n, 12n]) loader.replay(...logged(OpCode.setData, zxid, nothing, wrong));
    expect(told).toEqual([11n, 12n]);
  });

  test('means nothing where digests are off', () => {
    const [loader, told] = loadWith({ zxid: 9n, version: 2, digest: 1n }, false);
    loader.replay(...logged(OpCode.setData, 10n, nothing, wrong));
    loader.finish();
    expect(told).toEqual([]);
  });
});

describe('replaying', () => {
  function headerBytes(header: TxnHeader, rest: (writer: JuteWriter) => void): Uint8Array {
    const writer = new JuteWriter();
    txnHeader.write(writer, header);
    rest(writer);
    return writer.copy();
  }

  test('begins with nothing where there is no snapshot', () => {
    const loader = loaderWith();
    loader.startEmpty();
    const bench = new Workbench();
    replay(loader, bench.write('createSession', { timeoutMs: 1 }).proposal);
    replay(loader, bench.write('create', createOf('/a')).proposal);
    expect(treeContents(loader.tree)).toEqual(treeContents(bench.tree));
  });

  test.for([undefined, { version: 2, treeDigest: 5n }])(
    'ends a session that lists nothing, with digest %o',
    (digest) => {
      const told: bigint[] = [];
      const loader = loaderWith({ onDigestMismatch: (_zxid, expected) => void told.push(expected) });
      loader.addSession(client.sessionId, 4000);
      loader.addNode('/e', null, -1n, statWith({ ephemeralOwner: client.sessionId }));
      finish(loader);
      const header = { sessionId: client.sessionId, cxid: 1, zxid: 10n, time: 80n, type: OpCode.closeSession };
      const payload = headerBytes(header, (writer) => {
        if (digest !== undefined) txnDigest.write(writer, digest);
      });
      loader.replay(header, payload);
      expect(loader.tree.nodes.get('/e')).toBeUndefined();
      expect(loader.tree.sessions.size).toBe(0);
      expect(told).toEqual(digest === undefined ? [] : [5n]);
    },
  );

  test('takes a create from before 3.3', () => {
    const loader = loaderWith();
    finish(loader);
    const [header, payload] = logged(OpCode.create, 10n, {
      ...createOf('/a'),
      ephemeral: false,
      parentCversion: 7,
    });
    loader.replay(header, payload.subarray(0, payload.length - 4));
    expect(loader.tree.nodes.root).toMatchObject({ cversion: 1, pzxid: 10n });
  });

  test('keeps nothing of what was handed over', () => {
    const loader = loaderWith();
    finish(loader);
    const data = 'x'.repeat(5000);
    const txn = { ...createOf('/a', { data: bytes(data) }), ephemeral: false, parentCversion: 1 } as never;
    const [header, payload] = logged(OpCode.create, 10n, txn);
    loader.replay(header, payload);
    payload.fill(0);
    expect(Buffer.from(loader.tree.nodes.dataOf(loader.tree.nodes.get('/a')!)!).toString()).toBe(data);
  });

  test('refuses a type that nobody knows, and a transaction that ends early', () => {
    const loader = loaderWith();
    finish(loader);
    const [header, payload] = logged(OpCode.setData, 10n, nothing);
    expect(() => loader.replay({ ...header, type: 99 }, payload)).toThrow(RangeError);
    expect(() => loader.replay(header, payload.subarray(0, 40))).toThrow(JuteError);
    expect(() => loader.replay(header, payload.subarray(0, 10))).toThrow(JuteError);
    expect(loader.tree.lastProcessedZxid).toBe(9n);
  });
});
