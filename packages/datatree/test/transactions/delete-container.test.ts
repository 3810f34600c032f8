import { ErrorCode } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { createOf, Workbench } from '../support/workbench.ts';
import { TestClient } from '../support/client.ts';

const server = new TestClient(0n);

const NEVER_USED_MAX_MS = 300;

/** Its container has had a child. */
function workbench(): Workbench {
  const bench = new Workbench({ container: { neverUsedMaxMs: NEVER_USED_MAX_MS } });
  bench.create('/plain');
  bench.create('/ephemeral', { flags: 1 });
  bench.write('createContainer', createOf('/container', { flags: 4 }));
  bench.create('/container/child');
  bench.write('delete', { path: '/container/child', version: -1 });
  bench.write('createTTL', { ...createOf('/ttl', { flags: 5 }), ttl: 100n });
  return bench;
}

test('a container without children goes, whatever its ACL', () => {
  const bench = workbench();
  bench.write('setACL', {
    path: '/container',
    acl: [{ permissions: 0, id: { scheme: 'world', id: 'anyone' } }],
    version: -1,
  });
  const { error, proposal } = bench.write('deleteContainer', { path: '/container' }, server);
  expect(error).toBe(0);
  expect(proposal).toMatchObject({ header: { sessionId: 0n, type: 20 }, txn: { path: '/container' } });
  expect(bench.tree.nodes.get('/container')).toBeUndefined();
});

test('one that got a child meanwhile stays', () => {
  const bench = workbench();
  bench.propose('create', createOf('/container/child'));
  expect(bench.write('deleteContainer', { path: '/container' }, server).error).toBe(ErrorCode.NotEmpty);
});

test('one that was created again since it became a candidate stays, until that one is too old itself', () => {
  const bench = workbench();
  const [candidate] = bench.tree.reapable(bench.time);
  expect(candidate).toBe('/container');
  bench.propose('delete', { path: '/container', version: -1 });
  bench.propose('createContainer', createOf('/container', { flags: 4 }));
  expect(bench.write('deleteContainer', { path: '/container' }, server).error).toBe(ErrorCode.BadVersion);
  bench.time += BigInt(NEVER_USED_MAX_MS) + 1n;
  expect(bench.write('deleteContainer', { path: '/container' }, server).error).toBe(0);
});

test('one that never had a child is never too old where that is wished for', () => {
  const bench = new Workbench();
  bench.write('createContainer', createOf('/container', { flags: 4 }));
  bench.time += 10n ** 12n;
  expect(bench.write('deleteContainer', { path: '/container' }, server).error).toBe(ErrorCode.BadVersion);
});

test('a TTL znode goes when its time is over, not when it was changed meanwhile', () => {
  const bench = workbench();
  bench.time += 100n;
  expect(bench.write('deleteContainer', { path: '/ttl' }, server).error).toBe(ErrorCode.BadVersion);
  bench.time += 1n;
  expect(bench.write('deleteContainer', { path: '/ttl' }, server).error).toBe(0);
});

test.for([
  ['/missing', ErrorCode.NoNode],
  ['/plain', ErrorCode.BadVersion],
  ['/ephemeral', ErrorCode.BadVersion],
  ['/zookeeper/quota', ErrorCode.BadArguments],
  ['nowhere', ErrorCode.BadArguments],
] as const)('%s is refused with %i', ([path, error]) => {
  expect(workbench().write('deleteContainer', { path }, server).error).toBe(error);
});
