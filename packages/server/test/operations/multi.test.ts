import { encode } from '@zookit/jute';
import {
  CreateMode,
  ErrorCode,
  multiHeader,
  OpCode,
  reads,
  writes,
  type MultiRequestPart,
  type MultiResult,
} from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { create, creation, exists, get, lastZxid, part, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const errors = (...codes: number[]): MultiResult[] => codes.map((error) => ({ type: -1, error }));

/** Sends a multi and gives its results and the zxid of the reply, whose header never has an error of its own. */
async function multi(client: RawClient, operations: readonly MultiRequestPart[]) {
  const { header, response } = await client.request(writes.multi, { operations });
  expect(header.error).toBe(ErrorCode.Ok);
  return { zxid: header.zxid, results: response?.results ?? [] };
}

describe('a multi that succeeds', () => {
  test('has a result for each part, in their order, and one zxid for all', async () => {
    await using server = await startServer({ extendedTypesEnabled: true });
    using client = await RawClient.connect(server);
    await create(client, '/old');
    const before = await lastZxid(client);
    const { zxid, results } = await multi(client, [
      part.create('/a'),
      { opCode: OpCode.create2, request: creation('/b') },
      { opCode: OpCode.createContainer, request: creation('/c', { flags: CreateMode.CONTAINER }) },
      { opCode: OpCode.createTTL, request: { ...creation('/d'), flags: CreateMode.PERSISTENT_WITH_TTL, ttl: 5n } },
      part.check('/old', 0),
      part.setData('/old'),
      part.delete('/old', 1),
    ]);
    expect(zxid).toBe(before + 1n);
    expect(await lastZxid(client)).toBe(zxid);
    const stat = expect.objectContaining({ czxid: zxid, mzxid: zxid, pzxid: zxid }) as unknown;
    expect(results).toEqual([
      { type: OpCode.create, response: { path: '/a' } },
      { type: OpCode.create2, response: { path: '/b', stat } },
      { type: OpCode.create2, response: { path: '/c', stat } },
      { type: OpCode.create2, response: { path: '/d', stat } },
      { type: OpCode.check, response: undefined },
      { type: OpCode.setData, response: { stat: expect.objectContaining({ version: 1, mzxid: zxid }) as unknown } },
      { type: OpCode.delete, response: undefined },
    ]);
    expect(await statOf(client, '/a')).toMatchObject({ czxid: zxid });
  });

  test('lets later parts see what earlier ones did', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { results } = await multi(client, [
      part.create('/p'),
      part.create('/p/n-', { flags: CreateMode.PERSISTENT_SEQUENTIAL }),
      part.create('/p/n-', { flags: CreateMode.PERSISTENT_SEQUENTIAL }),
      part.delete('/p/n-0000000000'),
      part.create('/p/n-0000000000'),
      part.setData('/p', 'x', 0),
      part.check('/p', 1),
    ]);
    expect(results.map((result) => result.type)).toEqual([1, 1, 1, 2, 1, 5, 13]);
    expect(await statOf(client, '/p')).toMatchObject({ numChildren: 2, version: 1 });
  });

  test('without any part takes a zxid and answers with nothing', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    expect(await multi(client, [])).toEqual({ zxid: before + 1n, results: [] });
  });

  test('makes a container of a create with such flags', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { results } = await multi(client, [part.create('/c', { flags: CreateMode.CONTAINER })]);
    expect(results).toMatchObject([{ type: OpCode.create2, response: { path: '/c' } }]);
  });

  test('makes an ordinary create of a createTTL with flags of no TTL znode', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const request = { ...creation('/a'), flags: CreateMode.PERSISTENT, ttl: -1n };
    const { results } = await multi(client, [{ opCode: OpCode.createTTL, request }]);
    expect(results).toEqual([{ type: OpCode.create, response: { path: '/a' } }]);
  });

  test('ignores the errors in the headers of its parts and what follows its end', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const body = Buffer.concat([
      encode(multiHeader, { type: OpCode.create, done: false, error: 12345 }),
      encode(writes.create.request, creation('/a')),
      encode(multiHeader, { type: 77, done: true, error: 3 }),
      Buffer.from('whatever'),
    ]);
    const { header } = await client.requestRaw(OpCode.multi, body);
    expect(header.error).toBe(ErrorCode.Ok);
    expect(await exists(client, '/a')).toBe(true);
  });
});

describe('a multi that fails', () => {
  test('answers 0 before the part that failed, its error, and -2 behind it, and takes one zxid', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    const parts = [
      part.create('/a'),
      part.setData('/'),
      part.create('/zookeeper'),
      part.create('/b'),
      part.delete('/x'),
    ];
    const { zxid, results } = await multi(client, parts);
    const { RuntimeInconsistency, NodeExists } = ErrorCode;
    expect(results).toEqual(errors(0, 0, NodeExists, RuntimeInconsistency, RuntimeInconsistency));
    expect(zxid).toBe(before + 1n);
    expect(await lastZxid(client)).toBe(before + 1n);
  });

  test.for<[string, MultiRequestPart, number]>([
    ['a version that is not there', part.check('/here', 5), ErrorCode.BadVersion],
    ['a check of a missing znode', part.check('/missing'), ErrorCode.NoNode],
    ['a setData with another version', part.setData('/here', 'x', 5), ErrorCode.BadVersion],
    ['a delete of a znode with children', part.delete('/parent'), ErrorCode.NotEmpty],
    ['a create below a missing parent', part.create('/missing/a'), ErrorCode.NoNode],
    ['a create of a path that is none', part.create('/here/.'), ErrorCode.BadArguments],
    ['a create with an empty ACL', part.create('/new', { acl: [] }), ErrorCode.InvalidACL],
    [
      'a createTTL while extended types are off',
      { opCode: OpCode.createTTL, request: { ...creation('/t'), flags: 5, ttl: 1n } },
      ErrorCode.Unimplemented,
    ],
  ])('by %s leaves nothing of itself behind', async ([, failing, error]) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/here');
    await create(client, '/parent');
    await create(client, '/parent/child');
    const digest = server.view.tree.digest;
    const { results } = await multi(client, [
      part.create('/made'),
      part.setData('/here', 'other'),
      part.delete('/parent/child'),
      part.create('/parent/child'),
      failing,
    ]);
    expect(results).toEqual(errors(0, 0, 0, 0, error));
    expect(server.view.tree.digest).toBe(digest);
    expect(Buffer.from((await get(client, '/here')).data ?? []).toString()).toBe('data');
  });

  test('does not use sequence numbers up', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const flags = CreateMode.PERSISTENT_SEQUENTIAL;
    const [, failed, next] = await Promise.all(
      client.batch(() => [
        client.request(writes.create, creation('/n-', { flags })),
        client.request(writes.multi, { operations: [part.create('/n-', { flags }), part.check('/missing')] }),
        client.request(writes.create, creation('/n-', { flags })),
      ]),
    );
    expect(failed.response).toEqual({ results: errors(0, ErrorCode.NoNode) });
    expect(next.response).toEqual({ path: '/n-0000000001' });
  });

  test('sets off no watch and uses none up', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await create(client, '/a');
    await client.ask(reads.getData, { path: '/a', watch: true });
    await multi(client, [part.setData('/a'), part.check('/missing')]);
    expect(client.events).toEqual([]);
    await multi(client, [part.setData('/a')]);
    expect(client.events).toHaveLength(1);
  });
});

describe('a multi that cannot be read', () => {
  const header = (type: number) => encode(multiHeader, { type, done: false, error: -1 });
  const end = encode(multiHeader, { type: -1, done: true, error: -1 });
  const createBody = (flags: number) => encode(writes.create.request, creation('/a', { flags }));

  test.for<[string, Uint8Array]>([
    ['no end', Buffer.concat([header(OpCode.create), createBody(0)])],
    ['nothing at all', new Uint8Array()],
    ['an operation that is unknown', Buffer.concat([header(99), end])],
    ['a read', Buffer.concat([header(OpCode.getData), Buffer.from([0, 0, 0, 1, 0x2f, 0]), end])],
    ['a multi', Buffer.concat([header(OpCode.multi), end, end])],
    ['a closeSession', Buffer.concat([header(OpCode.closeSession), end])],
    ['a deleteContainer', Buffer.concat([header(OpCode.deleteContainer), Buffer.from([0, 0, 0, 2, 0x2f, 0x61]), end])],
    ['flags that are no create mode', Buffer.concat([header(OpCode.create), createBody(9), end])],
    ['a plain create with the flags of a TTL znode', Buffer.concat([header(OpCode.create), createBody(5), end])],
    [
      'a null ACL',
      Buffer.concat([header(OpCode.create), encode(writes.create.request, creation('/a', { acl: null })), end]),
    ],
  ])('because it has %s is refused as a whole with -5, and takes a zxid', async ([, body]) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    const digest = server.view.tree.digest;
    const reply = await client.requestRaw(OpCode.multi, body);
    expect(reply.header).toMatchObject({ error: ErrorCode.MarshallingError, zxid: before + 1n });
    expect(reply.body).toHaveLength(0);
    expect(server.view.tree.digest).toBe(digest);
    expect(await lastZxid(client)).toBe(before + 1n);
  });
});
