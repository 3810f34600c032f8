import { CONTAINER_OWNER, ErrorCode } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { createOf, Workbench } from '../support/workbench.ts';

test('a container shows no owner, and answers with its stat', () => {
  const bench = new Workbench();
  const { response, proposal } = bench.write('createContainer', createOf('/c', { flags: 4 }));
  expect(response).toMatchObject({ path: '/c', stat: { ephemeralOwner: 0n, czxid: 1n } });
  expect(proposal.txn).not.toHaveProperty('ephemeral');
  expect(bench.tree.nodes.get('/c')?.ephemeralOwner).toBe(CONTAINER_OWNER);
});

test.for([0, 1, 2, 3])('the operation makes a container whatever the flags: %i', (flags) => {
  const bench = new Workbench();
  const { response } = bench.write('createContainer', createOf('/c', { flags }));
  expect(response?.path).toBe(flags >= 2 ? '/c0000000000' : '/c');
  expect(bench.tree.nodes.get(response!.path)?.ephemeralOwner).toBe(CONTAINER_OWNER);
  expect(bench.tree.ephemeralCount).toBe(0);
  expect(bench.mismatches).toEqual([]);
});

test.for([5, 6, 7])('flags that need a TTL, or are none, are refused: %i', (flags) => {
  expect(new Workbench().write('createContainer', createOf('/c', { flags })).error).toBe(ErrorCode.BadArguments);
});

test('containers may have children, and containers of their own', () => {
  const bench = new Workbench();
  bench.write('createContainer', createOf('/c', { flags: 4 }));
  expect(bench.write('createContainer', createOf('/c/d', { flags: 4 })).error).toBe(0);
});
