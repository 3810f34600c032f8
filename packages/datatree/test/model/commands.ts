import fc from 'fast-check';
import { openAclUnsafe, readAclUnsafe, type Acl } from '@zookit/protocol';

/** An operation that may also be part of a multi. */
export type PartCommand =
  | {
      readonly op: 'create' | 'create2' | 'createContainer';
      readonly path: string;
      readonly data: string | null;
      readonly acl: readonly Acl[] | null;
      readonly flags: number;
    }
  | {
      readonly op: 'createTTL';
      readonly path: string;
      readonly data: string | null;
      readonly acl: readonly Acl[] | null;
      readonly flags: number;
      readonly ttl: bigint;
    }
  | { readonly op: 'delete' | 'check'; readonly path: string; readonly version: number }
  | { readonly op: 'setData'; readonly path: string; readonly data: string | null; readonly version: number };

/** One request of a history. */
export type Command = { readonly client: number } & (
  | PartCommand
  | { readonly op: 'setACL'; readonly path: string; readonly acl: readonly Acl[] | null; readonly version: number }
  | { readonly op: 'multi'; readonly parts: readonly PartCommand[] }
  | { readonly op: 'deleteContainer'; readonly path: string }
  | { readonly op: 'createSession' | 'closeSession' }
);

const alice = { scheme: 'digest', id: 'alice:x' };

const acl = fc.oneof(
  { weight: 30, arbitrary: fc.constant(openAclUnsafe) },
  { weight: 1, arbitrary: fc.constant(readAclUnsafe) },
  { weight: 1, arbitrary: fc.constant([{ permissions: 31, id: alice }]) },
  { weight: 1, arbitrary: fc.constant([{ permissions: 31, id: { scheme: 'auth', id: '' } }]) },
  { weight: 1, arbitrary: fc.constantFrom(null, [], [{ permissions: 31, id: { scheme: 'ip', id: '?' } }]) },
);

const LIMITS = 'count=2,bytes=9=;byteHardLimit=30;countHardLimit=4';

/** Few names, so that requests meet. */
const deepPath = fc.constantFrom('/a', '/a', '/b', '/a/a', '/a/b', '/a/b', '/b/a', '/a/b/a', '/a/b/b', '/c/a');
const quotaPath = fc.constantFrom(
  '/zookeeper/quota/a',
  '/zookeeper/quota/a/zookeeper_limits',
  '/zookeeper/quota/a/zookeeper_stats',
  '/zookeeper/quota/a/b',
  '/zookeeper/quota/a/b/zookeeper_limits',
  '/zookeeper/quota/a/b/zookeeper_stats',
  '/zookeeper/quota/zookeeper_limits',
);
const oddPath = fc.constantFrom('/', '', 'a', '/a/', '/a//b', '//', '/a/.', '/zookeeper', '/zookeeper/config');
const path = fc.oneof(
  { weight: 24, arbitrary: deepPath },
  { weight: 6, arbitrary: quotaPath },
  { weight: 1, arbitrary: oddPath },
);

const data = fc.constantFrom(null, '', 'x', 'some data', LIMITS, 'count=?,bytes=');
const version = fc.constantFrom(-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 1, 2, -7);
const flags = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, -1);
const partFlags = fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3);

function createOf(flag: fc.Arbitrary<number>): fc.Arbitrary<PartCommand> {
  return fc.record({ op: fc.constantFrom('create', 'create2', 'createContainer'), path, data, acl, flags: flag });
}

const createTTL = fc.record({
  op: fc.constant('createTTL' as const),
  path,
  data,
  acl,
  flags: fc.constantFrom(5, 5, 5, 5, 6, 0),
  ttl: fc.constantFrom(1n, 1n, 1000n, 1000n, 0n, -1n, 0xff_ffff_ffffn, 0x100_0000_0000n),
});
const remove = fc.record({ op: fc.constantFrom('delete', 'delete', 'check'), path, version });
const setData = fc.record({ op: fc.constant('setData' as const), path, data, version });

function partOf(flag: fc.Arbitrary<number>): fc.Arbitrary<PartCommand> {
  return fc.oneof<fc.WeightedArbitrary<PartCommand>[]>(
    { weight: 5, arbitrary: createOf(flag) },
    { weight: 1, arbitrary: createTTL },
    { weight: 3, arbitrary: remove },
    { weight: 2, arbitrary: setData },
  );
}

const part = partOf(partFlags);

const request = fc.oneof(
  { weight: 10, arbitrary: partOf(flags).filter(({ op }) => op !== 'check') },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('setACL' as const), path, acl, version }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('multi' as const), parts: fc.array(part, { maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('deleteContainer' as const), path: deepPath }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('createSession' as const, 'closeSession' as const) }) },
);

/** A random request by one of three clients, of which one is alice. */
export const command: fc.Arbitrary<Command> = fc
  .tuple(request, fc.nat(2))
  .map(([asked, client]) => ({ ...asked, client }));

/** What most histories begin with, lest they fail for want of a parent. */
const beginnings: readonly (readonly string[])[] = [
  [],
  ['/a', '/b', '/a/b'],
  ['/a', '/zookeeper/quota/a', '/zookeeper/quota/a/zookeeper_limits', '/zookeeper/quota/a/zookeeper_stats'],
  [
    '/a',
    '/a/b',
    '/zookeeper/quota/a',
    '/zookeeper/quota/a/zookeeper_limits',
    '/zookeeper/quota/a/zookeeper_stats',
    '/zookeeper/quota/a/b',
    '/zookeeper/quota/a/b/zookeeper_limits',
    '/zookeeper/quota/a/b/zookeeper_stats',
  ],
];

/** Requests that create what a history begins with. */
export const beginning: fc.Arbitrary<readonly Command[]> = fc.constantFrom(...beginnings).map((paths) => {
  return paths.map((path) => ({ op: 'create', path, data: LIMITS, acl: openAclUnsafe, flags: 0, client: 0 }));
});
