import { encode } from '@zookit/jute';
import { ErrorCode, multiHeader, OpCode, readAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { bytes, change, create, creation, deletion, get, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const getData = (path: string, watch = false) => ({ opCode: OpCode.getData, request: { path, watch } }) as const;
const getChildren = (path: string, watch = false) =>
  ({ opCode: OpCode.getChildren, request: { path, watch } }) as const;

test('each read has a result or an error of its own', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  await create(client, '/a/b');
  await create(client, '/secret', { acl: [{ permissions: 4, id: readAclUnsafe[0]!.id }] });
  const operations = [getData('/a'), getChildren('/a'), getData('/missing'), getChildren('/secret'), getData('/a/b')];
  const { header, response } = await client.request(reads.multiRead, { operations });
  expect(header.error).toBe(ErrorCode.Ok);
  expect(response?.results).toEqual([
    { type: OpCode.getData, response: await get(client, '/a') },
    { type: OpCode.getChildren, response: { children: ['b'] } },
    { type: -1, error: ErrorCode.NoNode },
    { type: -1, error: ErrorCode.NoAuth },
    { type: OpCode.getData, response: await get(client, '/a/b') },
  ]);
});

test('takes no zxid, and none at all is allowed', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const before = await lastZxid(client);
  const { header, response } = await client.request(reads.multiRead, { operations: [] });
  expect([header.zxid, response]).toEqual([before, { results: [] }]);
});

test('sets no watch, whatever its parts say', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  await client.ask(reads.multiRead, { operations: [getData('/a', true), getChildren('/a', true)] });
  await client.ask(writes.setData, change('/a'));
  await client.ask(writes.create, creation('/a/b', { data: bytes('') }));
  await client.ask(writes.delete, deletion('/a/b'));
  expect(client.events).toEqual([]);
});

test('a write among them refuses the whole', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const body = Buffer.concat([
    encode(multiHeader, { type: OpCode.delete, done: false, error: -1 }),
    encode(writes.delete.request, deletion('/a')),
    encode(multiHeader, { type: -1, done: true, error: -1 }),
  ]);
  await create(client, '/a');
  const { header } = await client.requestRaw(OpCode.multiRead, body);
  expect(header.error).toBe(ErrorCode.MarshallingError);
  expect((await get(client, '/a')).stat.version).toBe(0);
});
