import { ErrorCode, type Acl } from '@zookit/protocol';
import { describe, expect, test } from 'vitest';
import { ACL_ENTRIES_MAX, applyProposal, readProposal } from '../src/index.ts';
import { TestClient } from './support/client.ts';
import { bytesOf, Workbench } from './support/workbench.ts';

const entry = (permissions: number, scheme: string, id: string): Acl => ({ permissions, id: { scheme, id } });

/** A client that has proved to be `count` users. */
function users(count: number): TestClient {
  const identities = Array.from({ length: count }, (_, index) => ({ scheme: 'digest', id: `user-${index}:x` }));
  return new TestClient(0x2_0000n, identities);
}

/** As many entries for whatever the client has proved. */
function auths(count: number): Acl[] {
  return Array.from({ length: count }, (_, index) => entry(index + 1, 'auth', ''));
}

describe('a list may have 1000 entries', () => {
  test.for([
    [ACL_ENTRIES_MAX, 1, 0],
    [ACL_ENTRIES_MAX + 1, 1, ErrorCode.InvalidACL],
    [10, ACL_ENTRIES_MAX / 10, 0],
    [10, ACL_ENTRIES_MAX / 10 + 1, ErrorCode.InvalidACL],
    [5000, 127, ErrorCode.InvalidACL],
  ] as const)('%i times whoever the client is, who is %i users: %i', ([entries, count, error]) => {
    const bench = new Workbench();
    expect(bench.create('/a', { acl: auths(entries) }, users(count))).toBe(error);
    bench.create('/b');
    expect(bench.write('setACL', { path: '/b', acl: auths(entries), version: -1 }, users(count)).error).toBe(error);
  });
});

test('each entry is stored once', () => {
  const bench = new Workbench();
  const [client, own] = [users(1), entry(31, 'digest', 'user-0:x')];
  const acl = [own, entry(31, 'auth', ''), entry(1, 'world', 'anyone'), own, entry(1, 'auth', '')];
  expect(bench.create('/a', { acl }, client)).toBe(0);
  expect(bench.tree.nodes.get('/a')?.acl).toEqual([own, entry(1, 'world', 'anyone'), entry(1, 'digest', 'user-0:x')]);
});

describe('what a log would not give back is refused', () => {
  test.for([
    ['digest', '😀:x'],
    ['digest', '\ud800'],
    ['digest', '\udc00'],
  ] as const)('%s %j', ([scheme, id]) => {
    const bench = new Workbench();
    expect(bench.create('/a', { acl: [entry(31, scheme, id)] })).toBe(ErrorCode.InvalidACL);
    expect(bench.create('/b')).toBe(0);
    expect(bench.write('setACL', { path: '/b', acl: [entry(31, scheme, id)], version: -1 }).error).toBe(
      ErrorCode.InvalidACL,
    );
  });

  test('in a scheme too, if the server had one of such a name', () => {
    const accessControl = { allows: () => true, normalize: (acl: readonly Acl[] | null) => [...(acl ?? [])] };
    const bench = new Workbench({ accessControl });
    expect(bench.create('/a', { acl: [entry(31, '😀', 'x')] })).toBe(ErrorCode.InvalidACL);
  });

  test('and what it does is not', () => {
    const [live, replayed] = [new Workbench(), new Workbench()];
    const acl = [entry(31, 'digest', 'Zoë 东:x\ufffd')];
    const proposal = live.propose('create', { path: '/a', data: null, acl, flags: 0 });
    live.apply(proposal);
    applyProposal(replayed.tree, readProposal(bytesOf(proposal)));
    expect(replayed.tree.nodes.get('/a')?.acl).toEqual(live.tree.nodes.get('/a')?.acl);
  });
});
