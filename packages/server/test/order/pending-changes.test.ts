import { CreateMode, ErrorCode, openAclUnsafe, readAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { change, create, creation, deletion, ephemeral, get, part, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const errorsOf = async (replies: Promise<{ header: { error: number } }>[]) =>
  (await Promise.all(replies)).map(({ header }) => header.error);

const { BadVersion, NoAuth, NodeExists, NoNode, NotEmpty, Ok } = ErrorCode;

test('a write sees those that were sent before it, though none has been made yet', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const sent = client.batch(() => [
    client.request(writes.create, creation('/p')),
    client.request(writes.create, creation('/p/c')),
    client.request(writes.create, creation('/p/c')),
    client.request(writes.delete, deletion('/p')),
    client.request(writes.delete, deletion('/p/c')),
    client.request(writes.delete, deletion('/p/c')),
    client.request(writes.setData, change('/p/c')),
    client.request(writes.setData, { path: '/p', data: null, version: 0 }),
    client.request(writes.setData, { path: '/p', data: null, version: 0 }),
    client.request(writes.delete, { path: '/p', version: 1 }),
    client.request(writes.create, creation('/p/c')),
    client.request(writes.create, creation('/p')),
  ]);
  const expected = [Ok, Ok, NodeExists, NotEmpty, Ok, NoNode, NoNode, Ok, BadVersion, Ok, NoNode, Ok];
  expect(await errorsOf(sent)).toEqual(expected);
  expect(await statOf(client, '/p')).toMatchObject({ version: 0, numChildren: 0 });
});

test('sequence numbers go on through failures and multis that are rolled back', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/p');
  const flags = CreateMode.PERSISTENT_SEQUENTIAL;
  const sequential = () => client.request(writes.create, creation('/p/n', { flags }));
  const [first, , second, , third] = await Promise.all(
    client.batch(
      () =>
        [
          sequential(),
          client.request(writes.create, creation('/p/n0000000000')),
          sequential(),
          client.request(writes.multi, { operations: [part.create('/p/n', { flags }), part.check('/missing')] }),
          sequential(),
        ] as const,
    ),
  );
  const paths = [first, second, third].map(({ response }) => response?.path);
  expect(paths).toEqual(['/p/n0000000000', '/p/n0000000001', '/p/n0000000002']);
});

test('an ACL counts for the write behind the one that set it', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  const sent = client.batch(() => [
    client.request(writes.setACL, { path: '/a', acl: readAclUnsafe, version: -1 }),
    client.request(writes.setData, change('/a')),
    client.request(writes.setACL, { path: '/a', acl: openAclUnsafe, version: -1 }),
  ]);
  expect(await errorsOf(sent)).toEqual([Ok, NoAuth, NoAuth]);
});

test('several clients that create the same znode at once make it once', async () => {
  await using server = await startServer();
  const clients = await Promise.all(Array.from({ length: 8 }, () => RawClient.connect(server)));
  const errors = await errorsOf(clients.map((client) => client.request(writes.create, ephemeral('/lock'))));
  expect(errors.toSorted()).toEqual([...Array.from({ length: 7 }, () => NodeExists), Ok]);
  const winner = clients[errors.indexOf(Ok)]!;
  expect((await get(winner, '/lock')).stat.ephemeralOwner).toBe(winner.sessionId);
  for (const client of clients) client.disconnect();
});

test('of many changes that expect the same version, one is made', async () => {
  await using server = await startServer();
  const clients = await Promise.all(Array.from({ length: 4 }, () => RawClient.connect(server)));
  await create(clients[0]!, '/counter');
  const sent = clients.flatMap((client) =>
    client.batch(() =>
      Array.from({ length: 5 }, () => client.request(writes.setData, { ...change('/counter'), version: 0 })),
    ),
  );
  const errors = await errorsOf(sent);
  expect(errors.filter((error) => error === Ok)).toHaveLength(1);
  expect(errors.filter((error) => error === BadVersion)).toHaveLength(19);
  for (const client of clients) client.disconnect();
});

test('a read behind a write waits for it, a read of another client does not see half of it', async () => {
  await using server = await startServer();
  using writer = await RawClient.connect(server);
  using reader = await RawClient.connect(server);
  const operations = [part.create('/a'), part.create('/b')];
  const [written, own, foreign] = await Promise.all([
    writer.request(writes.multi, { operations }),
    writer.request(reads.getChildren, { path: '/', watch: false }),
    reader.request(reads.getChildren, { path: '/', watch: false }),
  ]);
  expect(own.header.zxid).toBeGreaterThanOrEqual(written.header.zxid);
  expect(own.response?.children.toSorted()).toEqual(['a', 'b', 'zookeeper']);
  const isAfter = foreign.header.zxid >= written.header.zxid;
  expect(foreign.response?.children.toSorted()).toEqual(isAfter ? ['a', 'b', 'zookeeper'] : ['zookeeper']);
});
