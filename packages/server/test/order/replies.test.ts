import { ErrorCode, OpCode, reads, writes, Xid, connectionOperations } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { bytes, change, create, creation, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const names = (client: RawClient) =>
  client.received.map((one) => (one.kind === 'event' ? `event ${one.path}` : one.name));

test('replies come in the order of the requests, however reads and writes are mixed', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const sent = client.batch(() =>
    Array.from({ length: 500 }, (_, index) => {
      if (index % 7 === 0) return client.request(writes.create, creation(`/n${String(index)}`), index + 1);
      if (index % 5 === 0) return client.request(writes.setData, change('/missing'), index + 1);
      if (index % 3 === 0) return client.request(reads.sync, { path: '/' }, index + 1);
      return client.request(reads.getData, { path: '/n0', watch: false }, index + 1);
    }),
  );
  await Promise.all(sent);
  expect(client.received.map((one) => one.kind === 'reply' && one.xid)).toEqual(sent.map((_, index) => index + 1));
});

test('a ping waits behind the write before it', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const [written, ping] = await Promise.all(
    client.batch(() => [client.request(writes.create, creation('/a')), client.request(reads.ping, undefined)] as const),
  );
  expect(names(client)).toEqual(['create', 'ping']);
  expect(ping.header.zxid).toBeGreaterThanOrEqual(written.header.zxid);
});

test('a client reads what it has just written', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  const replies = await Promise.all(
    client.batch(() =>
      Array.from({ length: 50 }, (_, index) => {
        void client.request(writes.setData, change('/a', String(index)));
        return client.ask(reads.getData, { path: '/a', watch: false });
      }),
    ),
  );
  expect(replies.map(({ data }) => Buffer.from(data ?? []).toString())).toEqual(
    replies.map((_, index) => String(index)),
  );
});

test('an event comes before the reply of the write that caused it', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  await client.ask(reads.getData, { path: '/a', watch: true });
  await client.ask(writes.setData, change('/a'));
  expect(names(client).slice(-2)).toEqual(['event /a', 'setData']);
});

test('an event comes before the reply of a read that shows the change', async () => {
  await using server = await startServer();
  using writer = await RawClient.connect(server);
  using reader = await RawClient.connect(server);
  await create(writer, '/a');
  await reader.ask(reads.getData, { path: '/a', watch: true });
  const written = writer.request(writes.setData, change('/a'));
  for (let version = 0; version === 0;) {
    const { stat } = await reader.ask(reads.getData, { path: '/a', watch: false });
    ({ version } = stat);
  }
  await written;
  expect(names(reader).slice(-2)).toEqual(['event /a', 'getData']);
});

test('a watch that a read sets behind a write does not fire for that write', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  await Promise.all(
    client.batch(() => [
      client.request(writes.setData, change('/a')),
      client.request(reads.getData, { path: '/a', watch: true }),
      client.request(reads.ping, undefined),
      client.request(writes.setData, change('/a')),
    ]),
  );
  expect(names(client)).toEqual(['create', 'setData', 'getData', 'ping', 'event /a', 'setData']);
});

test('identities count for the requests behind them, not for those before, though these have not been made yet', async () => {
  await using server = await startServer();
  using owner = await RawClient.connect(server);
  const auth = { type: 0, scheme: 'digest', auth: bytes('alice:secret') };
  await owner.request(connectionOperations.auth, auth, Xid.AUTH);
  await create(owner, '/private', { acl: [{ permissions: 31, id: { scheme: 'auth', id: '' } }] });
  using client = await RawClient.connect(server);
  const [before, beforeRead, , after] = await Promise.all(
    client.batch(
      () =>
        [
          client.request(writes.setData, change('/private')),
          client.request(reads.getData, { path: '/private', watch: false }),
          client.request(connectionOperations.auth, auth, Xid.AUTH),
          client.request(reads.getData, { path: '/private', watch: false }),
        ] as const,
    ),
  );
  expect(before.header.error).toBe(ErrorCode.NoAuth);
  expect(beforeRead.header.error).toBe(ErrorCode.NoAuth);
  expect(after.header.error).toBe(ErrorCode.Ok);
});

test('what stands behind an operation that ends the connection is not carried out', async () => {
  await using server = await startServer();
  using observer = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  client.batch(() => {
    void client.request(writes.create, creation('/before'));
    void client.requestRaw(OpCode.check, new Uint8Array());
    void client.request(writes.create, creation('/after'));
  });
  await client.socket.ended;
  await lastZxid(observer);
  const { children } = await observer.ask(reads.getChildren, { path: '/', watch: false });
  expect(children).not.toContain('after');
});
