import { creatorAllAcl, ErrorCode, openAclUnsafe, Permission, readAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { digestId } from '../../src/index.ts';
import { addAuth, entry, whoAmI } from '../support/auth.ts';
import { bytes, change, create, creation, deletion } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const { NoAuth, Ok } = ErrorCode;

describe('a permission', () => {
  const { READ, WRITE, CREATE, DELETE, ADMIN } = Permission;
  const operations: [string, number, (client: RawClient) => Promise<number>][] = [
    ['getData', READ, (client) => client.errorOf(reads.getData, { path: '/n', watch: false })],
    ['exists', READ, (client) => client.errorOf(reads.exists, { path: '/n', watch: false })],
    ['getChildren', READ, (client) => client.errorOf(reads.getChildren, { path: '/n', watch: false })],
    ['getChildren2', READ, (client) => client.errorOf(reads.getChildren2, { path: '/n', watch: false })],
    ['getAllChildrenNumber', READ, (client) => client.errorOf(reads.getAllChildrenNumber, { path: '/n' })],
    ['getACL', READ | ADMIN, (client) => client.errorOf(reads.getACL, { path: '/n' })],
    ['setData', WRITE, (client) => client.errorOf(writes.setData, change('/n'))],
    ['create', CREATE, (client) => client.errorOf(writes.create, creation('/n/new'))],
    ['create2', CREATE, (client) => client.errorOf(writes.create2, creation('/n/new'))],
    ['createContainer', CREATE, (client) => client.errorOf(writes.createContainer, creation('/n/new'))],
    ['delete', DELETE, (client) => client.errorOf(writes.delete, deletion('/n/child'))],
    ['setACL', ADMIN, (client) => client.errorOf(writes.setACL, { path: '/n', acl: openAclUnsafe, version: -1 })],
  ];

  test.for(operations)('lets a client %s, each that is needed and no other', async ([, needed, operation]) => {
    for (const permissions of [READ, WRITE, CREATE, DELETE, ADMIN, 31, 31 & ~needed, 0]) {
      await using server = await startServer();
      using client = await RawClient.connect(server);
      await create(client, '/n');
      await create(client, '/n/child');
      await client.ask(writes.setACL, { path: '/n', acl: [entry(permissions, 'world', 'anyone')], version: -1 });
      expect(await operation(client)).toBe((permissions & needed) === 0 ? NoAuth : Ok);
    }
  });

  test('is not passed on from the parent', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/p');
    await create(client, '/p/open');
    await client.ask(writes.setACL, { path: '/p', acl: [entry(0, 'world', 'anyone')], version: -1 });
    expect(await client.errorOf(reads.getData, { path: '/p', watch: false })).toBe(NoAuth);
    expect(await client.errorOf(reads.getData, { path: '/p/open', watch: false })).toBe(Ok);
  });
});

describe('getACL without ADMIN', () => {
  test('hides the hash of a digest, and shows it to who may administer', async () => {
    await using server = await startServer();
    using owner = await RawClient.connect(server);
    using reader = await RawClient.connect(server);
    await addAuth(owner, 'digest', 'bob:secret');
    const acl = [...creatorAllAcl, ...readAclUnsafe, entry(2, 'ip', '10.0.0.0/8')];
    await create(owner, '/a', { acl });
    const full = digestId(bytes('bob:secret'));
    const idsFor = async (client: RawClient) =>
      (await client.ask(reads.getACL, { path: '/a' })).acl.map(({ id }) => id.id);
    expect(await idsFor(owner)).toEqual([full, 'anyone', '10.0.0.0/8']);
    expect(await idsFor(reader)).toEqual(['bob:x', 'anyone', '10.0.0.0/8']);
  });
});

describe('an address', () => {
  test.for<[string, boolean]>([
    ['127.0.0.1', true],
    ['127.0.0.0/8', true],
    ['127.0.0.1/32', true],
    ['0.0.0.0/0', true],
    ['126.0.0.0/7', true],
    ['127.0.0.2', false],
    ['128.0.0.0/8', false],
    ['::1', false],
    ['::/0', false],
  ])('in an ACL, %s, lets 127.0.0.1 in: %s', async ([id, isIn]) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a', { acl: [entry(31, 'ip', id)] });
    expect(await client.errorOf(reads.getData, { path: '/a', watch: false })).toBe(isIn ? Ok : NoAuth);
  });

  test.for<[string, boolean]>([
    ['::1', true],
    ['0:0:0:0:0:0:0:1', true],
    ['::/64', true],
    ['::2', false],
    ['2001:db8::/32', false],
    ['127.0.0.1', false],
  ])('in an ACL, %s, lets ::1 in: %s', async ([id, isIn]) => {
    await using server = await startServer({ host: '::1' });
    using client = await RawClient.connect({ port: server.port, host: '::1' });
    await create(client, '/a', { acl: [entry(31, 'ip', id)] });
    expect(await client.errorOf(reads.getData, { path: '/a', watch: false })).toBe(isIn ? Ok : NoAuth);
  });

  test('of an IPv6 client is shown in full, and of an IPv4 client of an IPv6 socket as IPv4', async () => {
    await using server = await startServer({ host: '::' });
    using six = await RawClient.connect({ port: server.port, host: '::1' });
    using four = await RawClient.connect({ port: server.port, host: '127.0.0.1' });
    expect(await whoAmI(six)).toEqual(['ip:0:0:0:0:0:0:0:1']);
    expect(await whoAmI(four)).toEqual(['ip:127.0.0.1']);
  });
});
