import { expect, test } from 'vitest';
import { TestClient } from '../support/client.ts';
import { createOf, Workbench } from '../support/workbench.ts';

const other = new TestClient(0x2_0000n);

test('a session is known from its beginning to its end, with the timeout that it began with', () => {
  const bench = new Workbench();
  bench.write('createSession', { timeoutMs: 4000 });
  expect([...bench.tree.sessions]).toEqual([[bench.client.sessionId, 4000]]);
  bench.write('closeSession', undefined);
  expect(bench.tree.sessions.size).toBe(0);
});

test('the ephemeral znodes of a session go with it, and only these', () => {
  const bench = new Workbench();
  bench.create('/mine', { flags: 1 });
  bench.create('/hers', { flags: 1 }, other);
  bench.create('/mine-for-good');
  const { proposal } = bench.write('closeSession', undefined);
  expect(proposal).toMatchObject({ header: { type: -11, zxid: 4n }, txn: { pathsToDelete: ['/mine'] } });
  expect(bench.tree.nodes.get('/mine')).toBeUndefined();
  expect(bench.stat('/')).toMatchObject({ numChildren: 3, pzxid: 4n });
  expect([...bench.tree.ephemeralOwners()]).toEqual([[other.sessionId, new Set(['/hers'])]]);
  expect(bench.mismatches).toEqual([]);
});

test('so do those that are outstanding, and not those that are outstanding to go', () => {
  const bench = new Workbench();
  bench.create('/gone', { flags: 1 });
  bench.create('/taken', { flags: 1 });
  const proposals = [
    bench.propose('create', createOf('/coming', { flags: 1 })),
    bench.propose('delete', { path: '/gone', version: -1 }),
    bench.propose('delete', { path: '/taken', version: -1 }),
    bench.propose('create', createOf('/taken', { flags: 1 }), other),
    bench.propose('create', createOf('/short-lived', { flags: 1 })),
    bench.propose('delete', { path: '/short-lived', version: -1 }),
    bench.propose('closeSession', undefined),
  ];
  expect(proposals.at(-1)?.txn).toEqual({ pathsToDelete: ['/coming'] });
  for (const proposal of proposals) bench.apply(proposal);
  expect([...bench.tree.ephemeralOwners()]).toEqual([[other.sessionId, new Set(['/taken'])]]);
  expect(bench.mismatches).toEqual([]);
});

test('a parent whose ephemeral children are outstanding to go can be deleted', () => {
  const bench = new Workbench();
  bench.create('/parent');
  bench.create('/parent/e', { flags: 1 });
  const proposals = [
    bench.propose('closeSession', undefined),
    bench.propose('delete', { path: '/parent', version: -1 }, other),
  ];
  expect(proposals.map((proposal) => bench.apply(proposal).error)).toEqual([0, 0]);
});

test('the end of a session without ephemeral znodes lists none', () => {
  expect(new Workbench().propose('closeSession', undefined).txn).toEqual({ pathsToDelete: [] });
});

test('where the log is not to list them, every server deletes what it knows of', () => {
  const bench = new Workbench({ closeSessionTxnEnabled: false });
  bench.create('/mine', { flags: 1 });
  const { proposal } = bench.write('closeSession', undefined);
  expect(proposal.txn).toEqual({ pathsToDelete: undefined });
  expect(bench.tree.nodes.get('/mine')).toBeUndefined();
  expect(bench.mismatches).toEqual([]);
});

test('a session that never began, and owns znodes, is told, and closed as any other', () => {
  const bench = new Workbench();
  bench.create('/dead', { flags: 1 });
  bench.write('createSession', { timeoutMs: 4000 }, other);
  bench.create('/alive', { flags: 1 }, other);
  expect(bench.tree.deadOwners()).toEqual([bench.client.sessionId]);
  bench.write('closeSession', undefined);
  expect(bench.tree.deadOwners()).toEqual([]);
  expect(bench.tree.nodes.root.childNames()).toEqual(['alive', 'zookeeper']);
  expect(bench.mismatches).toEqual([]);
});
