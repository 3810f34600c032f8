import { ErrorCode, ttlOwner } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { createOf, Workbench } from '../support/workbench.ts';

const TTL_MAX = 0xff_ffff_ffffn;

test('a znode with a TTL shows no owner, and its log says how long it lives', () => {
  const bench = new Workbench();
  const { response, proposal } = bench.write('createTTL', { ...createOf('/t', { flags: 5 }), ttl: 1000n });
  expect(response).toMatchObject({ path: '/t', stat: { ephemeralOwner: 0n } });
  expect(proposal.txn).toMatchObject({ path: '/t', ttl: 1000n, parentCversion: 1 });
  expect(bench.tree.nodes.get('/t')?.ephemeralOwner).toBe(ttlOwner(1000n));
});

test('it may be sequential', () => {
  const { response } = new Workbench().write('createTTL', { ...createOf('/t', { flags: 6 }), ttl: 1n });
  expect(response?.path).toBe('/t0000000000');
});

test.for([
  [5, 0n],
  [5, -1n],
  [5, TTL_MAX + 1n],
  [6, 0n],
  [0, 1n],
  [0, 0n],
  [4, 1n],
  [7, 1n],
  // With these two Apache's server dies, and dies again at each start.
  [0, -1n],
  [3, -1n],
] as const)('flags %i with TTL %i are refused', ([flags, ttl]) => {
  const { error, proposal } = new Workbench().write('createTTL', { ...createOf('/t', { flags }), ttl });
  expect(error).toBe(ErrorCode.BadArguments);
  expect(proposal.header.type).toBe(-1);
});

test('the longest TTL is accepted', () => {
  expect(new Workbench().write('createTTL', { ...createOf('/t', { flags: 5 }), ttl: TTL_MAX }).error).toBe(0);
});

test('where extended types are off, so are TTLs', () => {
  const bench = new Workbench({ extendedTypesEnabled: false });
  expect(bench.write('createTTL', { ...createOf('/t', { flags: 5 }), ttl: 0n }).error).toBe(ErrorCode.Unimplemented);
});
