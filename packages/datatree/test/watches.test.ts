import { EventType, readAclUnsafe, WatcherType, ErrorCode, OpCode, type Acl, type Id } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { TestClient } from './support/client.ts';
import { identityAccess } from './support/identity-access.ts';
import { bytes, createOf, Workbench } from './support/workbench.ts';

const PERSISTENT = 0;
const RECURSIVE = 1;
const nobody: readonly Acl[] = [{ permissions: 0, id: { scheme: 'world', id: 'anyone' } }];
const onlyAlice: readonly Acl[] = [{ permissions: 31, id: { scheme: 'digest', id: 'alice:x' } }];

/** A znode `/w` with a child, and a second client that makes the changes. */
class Watched extends Workbench {
  readonly other: TestClient = new TestClient(0x2_0000n, [{ scheme: 'digest', id: 'alice:x' }]);

  constructor() {
    super();
    this.create('/w');
    this.create('/w/c');
  }

  /** Carries out a change and returns the events. */
  on(change: string): string[] {
    const [what, path] = change.split(' ') as [string, string];
    if (what === 'create') this.create(path, {}, this.other);
    if (what === 'set') this.write('setData', { path, data: bytes('x'), version: -1 }, this.other);
    if (what === 'delete') this.write('delete', { path, version: -1 }, this.other);
    return this.client.takeEvents();
  }

  watch(kind: string, path: string): void {
    if (kind === 'data') this.read('getData', { path, watch: true });
    if (kind === 'exists') this.read('exists', { path, watch: true });
    if (kind === 'child') this.read('getChildren', { path, watch: true });
    if (kind === 'child2') this.read('getChildren2', { path, watch: true });
    if (kind === 'persistent') this.read('addWatch', { path, mode: PERSISTENT });
    if (kind === 'recursive') this.read('addWatch', { path, mode: RECURSIVE });
  }

  get counts(): [data: number, children: number] {
    return [this.tree.watches.dataWatchCount, this.tree.watches.childWatchCount];
  }
}

const { NodeCreated, NodeDeleted, NodeDataChanged, NodeChildrenChanged } = EventType;

describe('what a watch on /w tells', () => {
  test.for([
    [['data'], 'set /w', [`${NodeDataChanged} /w`], [0, 0]],
    [['exists'], 'set /w', [`${NodeDataChanged} /w`], [0, 0]],
    [['data'], 'create /w/x', [], [1, 0]],
    [['data'], 'delete /w/c', [], [1, 0]],
    [['child'], 'set /w', [], [0, 1]],
    [['child'], 'create /w/x', [`${NodeChildrenChanged} /w`], [0, 0]],
    [['child2'], 'delete /w/c', [`${NodeChildrenChanged} /w`], [0, 0]],
    [['child'], 'set /w/c', [], [0, 1]],
    [['child'], 'create /w/c/x', [], [0, 1]],
    [['data', 'child'], 'set /w', [`${NodeDataChanged} /w`], [0, 1]],
    [['data', 'exists', 'persistent'], 'set /w', [`${NodeDataChanged} /w`], [1, 1]],
    [['persistent'], 'set /w', [`${NodeDataChanged} /w`], [1, 1]],
    [['persistent'], 'create /w/x', [`${NodeChildrenChanged} /w`], [1, 1]],
    [['persistent'], 'delete /w/c', [`${NodeChildrenChanged} /w`], [1, 1]],
    [['persistent'], 'set /w/c', [], [1, 1]],
    [['persistent'], 'create /w/c/x', [], [1, 1]],
    [['recursive'], 'set /w', [`${NodeDataChanged} /w`], [1, 0]],
    [['recursive'], 'create /w/x', [`${NodeCreated} /w/x`], [1, 0]],
    [['recursive'], 'delete /w/c', [`${NodeDeleted} /w/c`], [1, 0]],
    [['recursive'], 'set /w/c', [`${NodeDataChanged} /w/c`], [1, 0]],
    [['recursive'], 'create /w/c/x', [`${NodeCreated} /w/c/x`], [1, 0]],
    [['recursive'], 'create /x', [], [1, 0]],
    [['recursive'], 'create /ww', [], [1, 0]],
    [['recursive', 'persistent'], 'create /w/x', [`${NodeCreated} /w/x`, `${NodeChildrenChanged} /w`], [1, 1]],
    [['recursive', 'data', 'persistent'], 'set /w', [`${NodeDataChanged} /w`], [1, 1]],
  ] as const)('%j on %s', ([kinds, change, events, counts]) => {
    const watched = new Watched();
    for (const kind of kinds) watched.watch(kind, '/w');
    expect(watched.on(change)).toEqual(events);
    expect(watched.counts).toEqual(counts);
  });

  test.for([
    [['data'], [`${NodeDeleted} /w`], [0, 0]],
    [['child'], [`${NodeDeleted} /w`], [0, 0]],
    [['data', 'child'], [`${NodeDeleted} /w`], [0, 0]],
    [['persistent'], [`${NodeDeleted} /w`], [1, 1]],
    [['recursive', 'child'], [`${NodeDeleted} /w`], [1, 0]],
  ] as const)('%j when it is deleted', ([kinds, events, counts]) => {
    const watched = new Watched();
    watched.on('delete /w/c');
    for (const kind of kinds) watched.watch(kind, '/w');
    expect(watched.on('delete /w')).toEqual(events);
    expect(watched.counts).toEqual(counts);
  });

  test.for([
    ['exists', `${NodeCreated} /n`],
    ['persistent', `${NodeCreated} /n`],
    ['recursive', `${NodeCreated} /n`],
  ] as const)('%s when it was not there and is created', ([kind, event]) => {
    const watched = new Watched();
    watched.watch(kind, '/n');
    expect(watched.on('create /n')).toEqual([event]);
  });
});

test('a recursive watch on the root, several on the way and a persistent one are one event', () => {
  const watched = new Watched();
  for (const path of ['/', '/w', '/w/c']) watched.watch('recursive', path);
  watched.watch('persistent', '/w/c');
  expect(watched.on('set /w/c')).toEqual([`${NodeDataChanged} /w/c`]);
  expect(watched.on('set /')).toEqual([`${NodeDataChanged} /`]);
});

test('the parent of what lies directly below the root is told as /', () => {
  const watched = new Watched();
  watched.watch('child', '/');
  expect(watched.on('create /x')).toEqual([`${NodeChildrenChanged} /`]);
});

test('events carry the zxid of their transaction', () => {
  const watched = new Watched();
  watched.watch('data', '/w');
  watched.write('setData', { path: '/w', data: null, version: -1 }, watched.other);
  expect(watched.client.events.map(({ zxid }) => zxid)).toEqual([3n]);
});

test('events are not gathered, however many a multi sets off: each part tells its own', () => {
  const watched = new Watched();
  const versions: number[] = [];
  watched.client.notify = () => versions.push(watched.stat('/w').version);
  watched.watch('persistent', '/w');
  const setData = { opCode: OpCode.setData, request: { path: '/w', data: null, version: -1 } };
  watched.write('multi', { operations: [setData, setData, setData] });
  expect(versions).toEqual([1, 2, 3]);
});

test('a multi tells the events of its parts in order', () => {
  const watched = new Watched();
  watched.watch('recursive', '/');
  watched.watch('child', '/');
  const operations = [
    { opCode: OpCode.create, request: createOf('/x') },
    { opCode: OpCode.setData, request: { path: '/x', data: null, version: -1 } },
    { opCode: OpCode.delete, request: { path: '/x', version: -1 } },
    { opCode: OpCode.create, request: createOf('/y') },
  ] as const;
  watched.write('multi', { operations });
  expect(watched.client.takeEvents()).toEqual([
    `${NodeCreated} /x`,
    `${NodeChildrenChanged} /`,
    `${NodeDataChanged} /x`,
    `${NodeDeleted} /x`,
    `${NodeCreated} /y`,
  ]);
});

test('a multi that fails, a setACL and a check tell nothing', () => {
  const watched = new Watched();
  watched.watch('persistent', '/w');
  const operations = [
    { opCode: OpCode.setData, request: { path: '/w', data: null, version: -1 } },
    { opCode: OpCode.check, request: { path: '/w', version: 77 } },
  ] as const;
  watched.write('multi', { operations });
  watched.write('multi', { operations: [{ opCode: OpCode.check, request: { path: '/w', version: 0 } }] });
  watched.write('setACL', { path: '/w', acl: readAclUnsafe, version: -1 });
  expect(watched.client.takeEvents()).toEqual([]);
});

test('the end of a session tells of each of its znodes', () => {
  const watched = new Watched();
  watched.create('/w/e1', { flags: 1 }, watched.other);
  watched.create('/w/e2', { flags: 1 }, watched.other);
  watched.watch('child', '/w');
  watched.watch('data', '/w/e1');
  watched.watch('data', '/w/e2');
  watched.write('closeSession', undefined, watched.other);
  expect(watched.client.takeEvents()).toEqual([
    `${NodeDeleted} /w/e1`,
    `${NodeChildrenChanged} /w`,
    `${NodeDeleted} /w/e2`,
  ]);
});

describe('a read that fails', () => {
  test.for(['data', 'child', 'child2'])('sets no watch: %s', (kind) => {
    const watched = new Watched();
    watched.write('setACL', { path: '/w', acl: nobody, version: -1 });
    for (const path of ['/no', '/w']) watched.watch(kind, path);
    expect(watched.counts).toEqual([0, 0]);
  });

  test('sets one if it is exists of a missing znode, and none of one that may not be read', () => {
    const watched = new Watched();
    watched.write('setACL', { path: '/w', acl: nobody, version: -1 });
    watched.watch('exists', '/w');
    expect(watched.counts).toEqual([0, 0]);
    watched.watch('exists', '/no');
    expect(watched.counts).toEqual([1, 0]);
  });
});

test('who has no connection watches nothing', () => {
  const watched = new Watched();
  const gone = { sessionId: 1n, identities: [], watcher: undefined };
  watched.read('getData', { path: '/w', watch: true }, gone);
  watched.read('exists', { path: '/w', watch: true }, gone);
  watched.read('getChildren', { path: '/w', watch: true }, gone);
  watched.read('getChildren2', { path: '/w', watch: true }, gone);
  watched.read('addWatch', { path: '/w', mode: PERSISTENT }, gone);
  watched.read('addWatch', { path: '/w', mode: RECURSIVE }, gone);
  const lists = { relativeZxid: 0n, dataWatches: ['/w'], existWatches: ['/w'], childWatches: ['/w'] };
  expect(watched.read('setWatches', lists, gone).error).toBe(0);
  expect(
    watched.read('setWatches2', { ...lists, persistentWatches: ['/w'], persistentRecursiveWatches: ['/w'] }, gone)
      .error,
  ).toBe(0);
  expect(watched.counts).toEqual([0, 0]);
  expect(watched.read('removeWatches', { path: '/w', type: WatcherType.Any }, gone).error).toBe(ErrorCode.NoWatcher);
  expect(watched.read('checkWatches', { path: '/w', type: WatcherType.Any }, gone).error).toBe(ErrorCode.NoWatcher);
});

describe('who may not read is told nothing, but a standard watch is used up', () => {
  test('of a created znode its own ACL counts, for its parent the parent’s', () => {
    const watched = new Watched();
    watched.watch('exists', '/w/x');
    watched.watch('child', '/w');
    watched.create('/w/x', { acl: onlyAlice }, watched.other);
    expect(watched.client.takeEvents()).toEqual([`${NodeChildrenChanged} /w`]);
    expect(watched.counts).toEqual([0, 0]);
  });

  test('of a deleted znode the ACL that it had counts', () => {
    const watched = new Watched();
    watched.create('/w/x', { acl: onlyAlice }, watched.other);
    watched.watch('persistent', '/w/x');
    watched.watch('recursive', '/');
    expect(watched.on('delete /w/x')).toEqual([]);
  });

  test('of changed data the present ACL counts', () => {
    const watched = new Watched();
    watched.watch('data', '/w');
    watched.write('setACL', { path: '/w', acl: onlyAlice, version: -1 }, watched.other);
    expect(watched.on('set /w')).toEqual([]);
    expect(watched.counts).toEqual([0, 0]);
  });

  test('what the connection has proved since counts', () => {
    const watched = new Watched();
    watched.write('setACL', { path: '/w', acl: onlyAlice, version: -1 }, watched.other);
    watched.watch('persistent', '/w');
    watched.client.identities = watched.other.identities;
    expect(watched.on('set /w')).toEqual([`${NodeDataChanged} /w`]);
  });
});

describe('setWatches', () => {
  /** `/w` and `/w/c` were changed with zxid 3 and 4, `/w/x` is missing. */
  function changed(): Watched {
    const watched = new Watched();
    watched.on('set /w');
    watched.on('create /w/c/x');
    return watched;
  }

  const none = { dataWatches: [], existWatches: [], childWatches: [] };

  test.for([
    [2n, { dataWatches: ['/w'] }, [`${NodeDataChanged} /w`], [0, 0]],
    [3n, { dataWatches: ['/w'] }, [], [1, 0]],
    [9n, { dataWatches: ['/no'] }, [`${NodeDeleted} /no`], [0, 0]],
    [9n, { existWatches: ['/w'] }, [`${NodeCreated} /w`], [0, 0]],
    [0n, { existWatches: ['/no'] }, [], [1, 0]],
    [3n, { childWatches: ['/w/c'] }, [`${NodeChildrenChanged} /w/c`], [0, 0]],
    [4n, { childWatches: ['/w/c'] }, [], [0, 1]],
    [9n, { childWatches: ['/no'] }, [`${NodeDeleted} /no`], [0, 0]],
    [9n, { childWatches: ['/no'], dataWatches: ['/no'] }, [`${NodeDeleted} /no`, `${NodeDeleted} /no`], [0, 0]],
    [
      0n,
      { existWatches: ['/w'], dataWatches: ['/w', '/w'] },
      [`${NodeDataChanged} /w`, `${NodeDataChanged} /w`, `${NodeCreated} /w`],
      [0, 0],
    ],
  ] as const)('with zxid %i and %j', ([relativeZxid, lists, events, counts]) => {
    const watched = changed();
    expect(watched.read('setWatches', { relativeZxid, ...none, ...lists })).toEqual({ error: 0, response: undefined });
    expect(watched.client.events.every(({ zxid }) => zxid === -1n)).toBe(true);
    expect(watched.client.takeEvents()).toEqual(events);
    expect(watched.counts).toEqual(counts);
  });

  test('of a znode that may not be read tells nothing, and sets the watch as if it were unchanged or missing', () => {
    const watched = changed();
    watched.write('setACL', { path: '/w', acl: onlyAlice, version: -1 }, watched.other);
    watched.read('setWatches', { relativeZxid: 0n, dataWatches: ['/w'], existWatches: ['/w'], childWatches: ['/w'] });
    expect(watched.client.takeEvents()).toEqual([]);
    expect(watched.counts).toEqual([1, 1]);
    expect(watched.on('set /w')).toEqual([]);
  });

  test('of persistent watches tells nothing of what was missed', () => {
    const watched = changed();
    const request = { relativeZxid: 0n, ...none, persistentWatches: ['/w', '/no'], persistentRecursiveWatches: ['/w'] };
    expect(watched.read('setWatches2', request).error).toBe(0);
    expect(watched.client.takeEvents()).toEqual([]);
    expect(watched.counts).toEqual([2, 2]);
    expect(watched.on('set /w/c')).toEqual([`${NodeDataChanged} /w/c`]);
  });
});

describe('addWatch', () => {
  test('answers with error 0 as its body', () => {
    expect(new Watched().read('addWatch', { path: 'any string', mode: 1 }).response).toEqual({ error: 0 });
  });

  test.for([-1, 2, 3])('refuses mode %i', (mode) => {
    expect(new Watched().read('addWatch', { path: '/w', mode }).error).toBe(ErrorCode.MarshallingError);
  });
});

describe('checkWatches and removeWatches', () => {
  const { Children, Data, Any, Persistent, PersistentRecursive } = WatcherType;

  test.for([
    ['data', [Data, Any]],
    ['exists', [Data, Any]],
    ['child', [Children, Any]],
    ['persistent', [Any, Persistent]],
    ['recursive', [Any, PersistentRecursive]],
  ] as const)('a watch by %s is found as %j only', ([kind, types]) => {
    for (const type of [Children, Data, Any, Persistent, PersistentRecursive]) {
      const watched = new Watched();
      watched.watch(kind, '/w');
      const error = (types as readonly number[]).includes(type) ? 0 : ErrorCode.NoWatcher;
      expect(watched.read('checkWatches', { path: '/w', type }).error).toBe(error);
      expect(watched.read('checkWatches', { path: '/w/c', type }).error).toBe(ErrorCode.NoWatcher);
      expect(watched.read('removeWatches', { path: '/w', type }).error).toBe(error);
      if (error === 0) expect(watched.counts).toEqual([0, 0]);
      expect(watched.read('removeWatches', { path: '/w', type }).error).toBe(ErrorCode.NoWatcher);
    }
  });

  test('removing one kind leaves the others, and tells nothing', () => {
    const watched = new Watched();
    for (const kind of ['data', 'child', 'persistent', 'recursive']) watched.watch(kind, '/w');
    watched.read('removeWatches', { path: '/w', type: Persistent });
    expect(watched.on('create /w/x')).toEqual([`${NodeCreated} /w/x`, `${NodeChildrenChanged} /w`]);
    watched.read('removeWatches', { path: '/w', type: PersistentRecursive });
    expect(watched.on('set /w')).toEqual([`${NodeDataChanged} /w`]);
    expect(watched.counts).toEqual([0, 0]);
  });

  test('others’ watches are not found', () => {
    const watched = new Watched();
    watched.watch('data', '/w');
    expect(watched.read('removeWatches', { path: '/w', type: Any }, watched.other).error).toBe(ErrorCode.NoWatcher);
  });

  test.for([0, 6, -1])('type %i is none', (type) => {
    expect(new Watched().read('checkWatches', { path: '/w', type }).error).toBe(ErrorCode.MarshallingError);
    expect(new Watched().read('removeWatches', { path: '/w', type }).error).toBe(ErrorCode.MarshallingError);
  });
});

test('a connection that is gone is told nothing and holds nothing', () => {
  const watched = new Watched();
  for (const kind of ['data', 'child', 'persistent', 'recursive']) watched.watch(kind, '/w');
  watched.read('getData', { path: '/w', watch: true }, watched.other);
  expect(watched.tree.watches.countOf(watched.client)).toBe(2);
  watched.tree.watches.removeWatcher(watched.client);
  watched.tree.watches.removeWatcher(watched.client);
  expect(watched.tree.watches.countOf(watched.client)).toBe(0);
  expect(watched.on('set /w')).toEqual([]);
  expect(watched.other.takeEvents()).toEqual([`${NodeDataChanged} /w`]);
});

test('the memory that watches take is known by their paths, and given back with the connection', () => {
  const watched = new Watched();
  const path = `/${'a/'.repeat(500_000)}a`;
  watched.watch('recursive', path);
  const { bytes: ofOne } = watched.tree.watches;
  expect(ofOne).toBeGreaterThan(path.length);
  expect(ofOne).toBeLessThan(path.length + 1000);
  watched.watch('persistent', path);
  expect(watched.tree.watches.bytes).toBeGreaterThan(2 * path.length);
  watched.tree.watches.removeWatcher(watched.client);
  expect(watched.tree.watches.bytes).toBe(0);
});

test('the views of the data table count a path of a connection once', () => {
  const watched = new Watched();
  for (const kind of ['data', 'persistent', 'child']) watched.watch(kind, '/w');
  watched.watch('exists', '/no');
  watched.read('getData', { path: '/w', watch: true }, watched.other);
  const { watches } = watched.tree;
  expect([watches.connectionCount, watches.pathCount, watches.dataWatchCount]).toEqual([2, 2, 3]);
  expect([...watches.byPath()].map(([path, watchers]) => [path, [...watchers].length])).toEqual([
    ['/w', 2],
    ['/no', 1],
  ]);
  expect([...watches.byWatcher()].map(([watcher, paths]) => [watcher, [...paths]])).toEqual([
    [watched.client, ['/w', '/no']],
    [watched.other, ['/w']],
  ]);
});

test('a watcher that throws hurts neither the tree nor the other watchers', () => {
  const errors: unknown[] = [];
  const bench = new Workbench({ onWatcherError: (error, watcher) => errors.push(error, watcher) });
  const other = new TestClient(2n);
  bench.client.notify = () => {
    throw new Error('socket');
  };
  bench.read('addWatch', { path: '/', mode: RECURSIVE });
  bench.read('addWatch', { path: '/', mode: RECURSIVE }, other);
  expect(bench.create('/a')).toBe(0);
  expect(errors).toEqual([new Error('socket'), bench.client]);
  expect(other.takeEvents()).toEqual([`${NodeCreated} /a`]);
  expect(bench.mismatches).toEqual([]);
});

test('access control that throws while it is asked about an event counts as a no, and the transaction is applied', () => {
  const errors: unknown[] = [];
  const boom = new Error('provider');
  const accessControl = {
    ...identityAccess,
    allows(acl: readonly Acl[], permissions: number, identities: readonly Id[]) {
      if (identities.some(({ scheme }) => scheme === 'unheard-of')) throw boom;
      return identityAccess.allows(acl, permissions, identities);
    },
  };
  const bench = new Workbench({ accessControl, onWatcherError: (error, watcher) => errors.push(error, watcher) });
  const [strange, other] = [new TestClient(2n), new TestClient(3n)];
  for (const client of [strange, other]) bench.read('addWatch', { path: '/', mode: RECURSIVE }, client);
  strange.identities = [{ scheme: 'unheard-of', id: 'x' }];
  const operations = ['/a', '/b'].map((path) => ({ opCode: OpCode.create, request: createOf(path) }));
  expect(bench.write('multi', { operations }).response?.results).toMatchObject([{ type: 1 }, { type: 1 }]);
  expect(strange.takeEvents()).toEqual([]);
  expect(other.takeEvents()).toEqual([`${NodeCreated} /a`, `${NodeCreated} /b`]);
  expect(errors).toEqual([boom, strange, boom, strange]);
  expect(bench.mismatches).toEqual([]);
});

test('nobody need listen to what a watcher throws', () => {
  const bench = new Workbench();
  bench.client.notify = () => {
    throw new Error('socket');
  };
  bench.read('addWatch', { path: '/', mode: RECURSIVE });
  expect(bench.create('/a')).toBe(0);
});

test('a watcher may close its connection, and watch again, while it is told', () => {
  const watched = new Watched();
  const { watches } = watched.tree;
  watched.client.notify = (_type, path) => {
    watches.removeWatcher(watched.client);
    watches.removeWatcher(watched.other);
    watches.addData(path, watched.client);
  };
  watched.watch('data', '/w');
  watched.watch('child', '/w');
  watched.read('addWatch', { path: '/w', mode: RECURSIVE }, watched.other);
  watched.on('set /w');
  expect(watched.counts).toEqual([1, 0]);
});
