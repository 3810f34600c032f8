import {
  CreateMode,
  ErrorCode,
  openAclUnsafe,
  OpCode,
  readAclUnsafe,
  reads,
  writes,
  type AnyOperation,
  type CreateRequest,
} from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { bytes, create, creation, ephemeral, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const { BadArguments, BadVersion, InvalidACL, MarshallingError, NoAuth, NoChildrenForEphemerals } = ErrorCode;
const { NodeExists, NoNode, NotEmpty, QuotaExceeded, Unimplemented } = ErrorCode;

/** Lets nobody do anything but read. */
const closed = readAclUnsafe;
/** Lets nobody do anything but write. */
const unreadable = [{ permissions: 30, id: openAclUnsafe[0]!.id }];

let server: ZooKeeperServer;
let client: RawClient;

beforeAll(async () => {
  server = await startServer({ enforceQuota: true });
  client = await RawClient.connect(server);
  await create(client, '/open');
  await create(client, '/open/child');
  await create(client, '/closed');
  await create(client, '/closed/child');
  await client.ask(writes.setACL, { path: '/closed', acl: closed, version: -1 });
  await create(client, '/unreadable', { acl: unreadable });
  await client.ask(writes.create, ephemeral('/ephemeral'));
  await create(client, '/full');
  await create(client, '/zookeeper/quota/full');
  const data = bytes('count=1,bytes=10;byteHardLimit=10;countHardLimit=1');
  await create(client, '/zookeeper/quota/full/zookeeper_limits', { data });
  await create(client, '/zookeeper/quota/full/zookeeper_stats', { data: bytes('count=1,bytes=4') });
  return async () => {
    client.disconnect();
    await server.close();
  };
});

type Row = [reason: string, request: unknown, error: number];

/** Each row breaks a rule and, where that is possible, every rule that is looked at later. */
function describeOrder(operation: AnyOperation, rows: Row[]) {
  describe(`of ${operation.name}`, () => {
    test.for(rows)('%s', async ([, request, error]) => {
      const before = await lastZxid(client);
      const { header } = await client.request(operation, request);
      expect(header.error).toBe(error);
      const isWrite = operation.kind === 'write';
      expect(header.zxid).toBe(isWrite ? before + 1n : before);
    });
  });
}

const anEmptyAcl: Partial<CreateRequest> = { acl: [] };
const withTtl = (path: string, flags: number, ttl: bigint, options = {}) => ({
  ...creation(path, options),
  flags,
  ttl,
});

describe('the first rule that is broken decides the error', () => {
  describeOrder(writes.create, [
    ['flags before the path', creation('no-path', { ...anEmptyAcl, flags: 9 }), BadArguments],
    ['a path without a slash before the ACL', creation('no-path', anEmptyAcl), BadArguments],
    ['a NUL in the path before the ACL', creation('/missing/\0', anEmptyAcl), BadArguments],
    ['an ACL before a missing parent', creation('/missing/child', anEmptyAcl), InvalidACL],
    ['a null ACL is as invalid as an empty one', creation('/missing/child', { acl: null }), InvalidACL],
    ['a missing parent before the rest of the path', creation('/missing/./child'), NoNode],
    ['the parent of a path with an empty part is looked for first', creation('/open//child'), NoNode],
    ['the parent’s permission before the rest of the path', creation('/closed/..'), NoAuth],
    ['the parent’s permission before an existing znode', creation('/closed/child'), NoAuth],
    ['the rest of the path', creation('/open/.'), BadArguments],
    ['a path that ends with a slash', creation('/open/'), BadArguments],
    ['a control character', creation('/open/\u0001'), BadArguments],
    ['an existing znode', creation('/open/child'), NodeExists],
    ['the root exists', creation('/'), NodeExists],
    ['an ephemeral parent', creation('/ephemeral/child'), NoChildrenForEphemerals],
    ['a quota comes last', creation('/full/child', { data: bytes('far too much') }), QuotaExceeded],
  ]);

  describeOrder(writes.createTTL, [
    ['unknown flags before extended types that are off', withTtl('no-path', 9, 0n, anEmptyAcl), BadArguments],
    ['extended types that are off before the ttl', withTtl('no-path', 5, 0n, anEmptyAcl), Unimplemented],
    ['the ttl before the ACL', withTtl('/missing/child', 0, 5n, anEmptyAcl), BadArguments],
  ]);

  describeOrder(writes.createContainer, [
    ['flags before the path', creation('no-path', { flags: 7 }), BadArguments],
    [
      'extended types that are off before the path',
      creation('no-path', { flags: CreateMode.PERSISTENT_WITH_TTL }),
      Unimplemented,
    ],
    ['the parent’s permission', creation('/closed/child', { flags: CreateMode.CONTAINER }), NoAuth],
  ]);

  describeOrder(writes.delete, [
    ['a path without a slash', { path: 'no-path', version: 5 }, BadArguments],
    ['a znode that cannot be deleted', { path: '/zookeeper', version: 5 }, BadArguments],
    ['a missing parent', { path: '/missing/child', version: 5 }, NoNode],
    ['the parent’s permission before a missing znode', { path: '/closed/missing', version: 5 }, NoAuth],
    ['a missing znode', { path: '/open/missing', version: 5 }, NoNode],
    ['a path that ends with a slash is a znode that is missing', { path: '/open/', version: 5 }, NoNode],
    ['the version before the children', { path: '/open', version: 5 }, BadVersion],
    ['the children', { path: '/open', version: 0 }, NotEmpty],
  ]);

  describeOrder(writes.setData, [
    ['a path that is none', { path: '/open/', data: null, version: 5 }, BadArguments],
    ['a missing znode', { path: '/missing', data: null, version: 5 }, NoNode],
    ['the permission before the version', { path: '/closed', data: null, version: 5 }, NoAuth],
    ['the quota before the version', { path: '/full', data: bytes('far too much'), version: 5 }, QuotaExceeded],
    ['the version', { path: '/open', data: null, version: 5 }, BadVersion],
  ]);

  describeOrder(writes.setACL, [
    ['a path that is none before the ACL', { path: '/open/', acl: [], version: 5 }, BadArguments],
    ['the ACL before a missing znode', { path: '/missing', acl: [], version: 5 }, InvalidACL],
    ['a missing znode', { path: '/missing', acl: closed, version: 5 }, NoNode],
    ['the permission before the version', { path: '/closed', acl: closed, version: 5 }, NoAuth],
    ['the version', { path: '/open', acl: closed, version: 5 }, BadVersion],
  ]);

  describeOrder(reads.exists, [
    ['a NUL in the path', { path: '/missing\0', watch: false }, BadArguments],
    ['the permission', { path: '/unreadable', watch: false }, NoAuth],
    ['a missing znode', { path: '/missing', watch: false }, NoNode],
  ]);

  for (const operation of [reads.getData, reads.getChildren, reads.getChildren2]) {
    describeOrder(operation, [
      ['a missing znode', { path: '/missing', watch: false }, NoNode],
      ['the permission', { path: '/unreadable', watch: false }, NoAuth],
    ]);
  }

  describeOrder(reads.getAllChildrenNumber, [
    ['a missing znode', { path: '/missing' }, NoNode],
    ['the permission', { path: '/unreadable' }, NoAuth],
  ]);

  describeOrder(reads.getACL, [['a missing znode', { path: '/missing' }, NoNode]]);
});

test.for<[string, string, number, number]>([
  ['a path that is none', '/open/', 5, BadArguments],
  ['a missing znode', '/missing', 5, NoNode],
  ['the permission before the version', '/unreadable', 5, NoAuth],
  ['the version', '/open', 5, BadVersion],
])('a check in a multi looks first at %s', async ([, path, version, error]) => {
  const { response } = await client.request(writes.multi, {
    operations: [{ opCode: OpCode.check, request: { path, version } }],
  });
  expect(response?.results).toEqual([{ type: -1, error }]);
});

describe('a body that cannot be read comes before everything', () => {
  const written = [
    OpCode.create,
    OpCode.create2,
    OpCode.createContainer,
    OpCode.createTTL,
    OpCode.delete,
    OpCode.setData,
    OpCode.setACL,
  ];
  const read = [OpCode.exists, OpCode.getData, OpCode.getACL, OpCode.getChildren, OpCode.getChildren2, OpCode.sync];
  const others = [
    OpCode.getEphemerals,
    OpCode.getAllChildrenNumber,
    OpCode.setWatches,
    OpCode.addWatch,
    OpCode.checkWatches,
  ];

  test.for([...written, OpCode.reconfig])('and takes a zxid of its own for write %i', async (opCode) => {
    const before = await lastZxid(client);
    const { header, body } = await client.requestRaw(opCode, Buffer.from([0, 0]));
    expect([header.error, header.zxid, body.length]).toEqual([MarshallingError, before + 1n, 0]);
  });

  test.for([...read, ...others])('and takes none for read %i', async (opCode) => {
    const before = await lastZxid(client);
    const { header, body } = await client.requestRaw(opCode, Buffer.from([0, 0]));
    expect([header.error, header.zxid, body.length]).toEqual([MarshallingError, before, 0]);
  });
});
