import { CreateMode, ErrorCode, openAclUnsafe, reads, writes, type Acl } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { change, create, creation, deletion, exists, part } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

let server: ZooKeeperServer;
let client: RawClient;

beforeAll(async () => {
  server = await startServer();
  client = await RawClient.connect(server);
  await create(client, '/p');
  return async () => {
    client.disconnect();
    await server.close();
  };
});

const { BadArguments, InvalidACL, MarshallingError, NoNode, Ok } = ErrorCode;

const badPaths: [string, string][] = [
  ['is empty', ''],
  ['has no slash', 'p'],
  ['ends with a slash', '/p/'],
  ['is `.`', '/.'],
  ['is `..`', '/..'],
  ['has a part `.`', '/p/.'],
  ['has a part `..`', '/p/..'],
  ['has a NUL', '/p/a\0b'],
  ...[0x01, 0x09, 0x0a, 0x1f, 0x7f, 0x85, 0x9f, 0xe000, 0xf8ff, 0xfff0, 0xfffd, 0xffff].map(
    (code): [string, string] => [
      `has U+${code.toString(16).padStart(4, '0').toUpperCase()}`,
      `/p/a${String.fromCharCode(code)}`,
    ],
  ),
];

describe('a path that', () => {
  test.for(badPaths)('%s is not created', async ([, path]) => {
    expect(await client.errorOf(writes.create, creation(path))).toBe(BadArguments);
  });

  test.for(badPaths)('%s cannot have data or an ACL set, nor be checked', async ([, path]) => {
    expect(await client.errorOf(writes.setData, change(path))).toBe(BadArguments);
    expect(await client.errorOf(writes.setACL, { path, acl: openAclUnsafe, version: -1 })).toBe(BadArguments);
    const { response } = await client.request(writes.multi, { operations: [part.check(path)] });
    expect(response?.results).toEqual([{ type: -1, error: BadArguments }]);
  });

  test.for(['/p/ a', '/p/...', '/p/.a', '/p/a.', '/p/a b', '/p/%', '/p/é', '/p/\u00a0', '/p/\uffef'])(
    'is %j is as good as any',
    async (path) => {
      expect(await client.errorOf(writes.create, creation(path))).toBe(Ok);
      expect(await client.errorOf(writes.delete, deletion(path))).toBe(Ok);
    },
  );

  test('does not begin with a slash, or has an empty part, is looked for by its parent first', async () => {
    expect(await client.errorOf(writes.create, creation('p/a'))).toBe(NoNode);
    expect(await client.errorOf(writes.create, creation('//a'))).toBe(BadArguments);
    expect(await client.errorOf(writes.create, creation('/p//a'))).toBe(NoNode);
  });

  test('is 10,000 znodes deep is served like another', { timeout: 60_000 }, async () => {
    const depth = 10_000;
    const paths = Array.from({ length: depth }, (_, index) => '/d'.repeat(index + 1));
    for (let at = 0; at < depth; at += 500) {
      await client.ask(writes.multi, { operations: paths.slice(at, at + 25).map((path) => part.create(path)) });
      const rest = paths.slice(at + 25, at + 500);
      const created = await Promise.all(
        client.batch(() => rest.map((path) => client.errorOf(writes.create, creation(path)))),
      );
      expect(created.every((error) => error === Ok)).toBe(true);
    }
    const deepest = paths.at(-1)!;
    expect(await exists(client, deepest)).toBe(true);
    await client.ask(reads.addWatch, { path: '/d', mode: 1 });
    await client.ask(writes.setData, change(deepest));
    expect(client.events).toMatchObject([{ path: deepest }]);
    expect((await client.ask(reads.getAllChildrenNumber, { path: '/d' })).totalNumber).toBe(depth - 1);
  });

  test('is as long as a frame lets it be is served like another', async () => {
    const path = `/${'x'.repeat(1_000_000)}`;
    expect(await client.errorOf(writes.create, creation(path))).toBe(Ok);
    expect(await client.errorOf(writes.delete, deletion(path))).toBe(Ok);
  });

  test('is nothing but slashes by the thousand is not found in no time', async () => {
    const path = '/'.repeat(500_000);
    expect(await client.errorOf(writes.create, creation(path))).toBe(NoNode);
    expect(await client.errorOf(writes.setData, change(path))).toBe(BadArguments);
    expect(await client.errorOf(reads.getData, { path, watch: false })).toBe(NoNode);
  });
});

const entry = (scheme: string, id: string | null): Acl => ({ permissions: 31, id: { scheme, id } });

describe('an ACL', () => {
  test.for<[string, Acl[] | null, number]>([
    ['that is null', null, InvalidACL],
    ['without entries', [], InvalidACL],
    ['of an unknown scheme', [entry('nosuch', 'x')], InvalidACL],
    ['of an empty scheme', [entry('', 'x')], InvalidACL],
    ['of the scheme `super`', [entry('super', '')], InvalidACL],
    ['of an unknown scheme without an id', [entry('nosuch', null)], InvalidACL],
    ['of the scheme `sasl`, for which there is no provider', [entry('sasl', 'bob')], InvalidACL],
    ['of the scheme `auth` by somebody unknown', [entry('auth', '')], InvalidACL],
    ['of the world, but not of anyone in it', [entry('world', 'someone')], InvalidACL],
    ['of the world without an id', [entry('world', null)], MarshallingError],
    ['of a digest without an id', [entry('digest', null)], MarshallingError],
    ['of a digest without a colon', [entry('digest', 'bob')], InvalidACL],
    ['of a digest with nothing behind the colon', [entry('digest', 'bob:')], InvalidACL],
    ['of a digest of three parts', [entry('digest', 'a:b:c')], InvalidACL],
    ['of an address that is none', [entry('ip', '300.1.1.1')], InvalidACL],
    ['of a network with too many bits', [entry('ip', '10.0.0.0/33')], InvalidACL],
    ['of a network with letters for bits', [entry('ip', '10.0.0.0/a')], InvalidACL],
    ['of an IPv6 network with too many bits', [entry('ip', '::1/129')], InvalidACL],
    ['of which one entry is bad', [entry('world', 'anyone'), entry('nosuch', 'x')], InvalidACL],
  ])('%s is refused', async ([, acl, error]) => {
    const digest = server.view.tree.digest;
    expect(await client.errorOf(writes.create, creation('/acl', { acl }))).toBe(error);
    expect(await client.errorOf(writes.setACL, { path: '/p', acl, version: -1 })).toBe(error);
    expect(server.view.tree.digest).toBe(digest);
  });

  test.for<[string, string]>([
    ['digest', 'a:b'],
    ['digest', ':b'],
    ['digest', 'a:b:'],
    ['ip', '10.0.0.1'],
    ['ip', '10.0.0.0/8'],
    ['ip', '0.0.0.0/0'],
    ['ip', '::1'],
    ['ip', '2001:db8::/32'],
    ['ip', '0:0:0:0:0:0:0:1/128'],
  ])('of scheme %s may name %s', async ([scheme, id]) => {
    expect(
      await client.errorOf(
        writes.create,
        creation('/acl-', { acl: [entry(scheme, id)], flags: CreateMode.PERSISTENT_SEQUENTIAL }),
      ),
    ).toBe(Ok);
  });

  test('of 1,000 entries is taken as it is', async () => {
    const acl = Array.from({ length: 999 }, (_, index) => entry('digest', `user${String(index)}:x`));
    expect(await client.errorOf(writes.create, creation('/many', { acl: [...acl, ...openAclUnsafe] }))).toBe(Ok);
    expect((await client.ask(reads.getACL, { path: '/many' })).acl).toHaveLength(1000);
  });

  test.for([1001, 10_000])(
    'of %i entries is refused, for each check would have to look at each of them',
    async (length) => {
      const acl = Array.from({ length }, (_, index) => entry('digest', `user${String(index)}:x`));
      expect(await client.errorOf(writes.create, creation('/too-many', { acl }))).toBe(InvalidACL);
    },
  );

  test('of 10,000 times the same entry has it once', async () => {
    const acl = Array.from({ length: 10_000 }, () => entry('world', 'anyone'));
    expect(await client.errorOf(writes.create, creation('/same', { acl }))).toBe(Ok);
    expect((await client.ask(reads.getACL, { path: '/same' })).acl).toEqual(openAclUnsafe);
  });
});
