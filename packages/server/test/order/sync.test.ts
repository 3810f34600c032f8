import { ErrorCode, reads, writes } from '@zookit/protocol';
import { RawClient, waitFor } from '@zookit/testkit';
import { expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { HeldClock } from '../support/held-clock.ts';
import { create, creation, exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const inProcess = (server: ZooKeeperServer, count: number) =>
  waitFor(`${String(count)} requests in process`, () => server.view.outstanding === count);

test('a read behind a sync sees what another connection had written before, if that is still on its way', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  using writer = await RawClient.connect(server);
  using reader = await RawClient.connect(server);
  clock.hold();
  const created = writer.request(writes.create, creation('/a'));
  await inProcess(server, 1);
  const [synced, read] = reader.batch(() => [
    reader.request(reads.sync, { path: '/' }),
    reader.request(reads.exists, { path: '/a', watch: false }),
  ]);
  await inProcess(server, 3);
  clock.release();
  const { header } = await created;
  expect((await read).header).toMatchObject({ error: ErrorCode.Ok, zxid: header.zxid });
  expect((await synced).header.error).toBe(ErrorCode.Ok);
  await inProcess(server, 0);
});

test('a sync is answered in its turn, whichever of several writes it waits for', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  using one = await RawClient.connect(server);
  using other = await RawClient.connect(server);
  clock.hold();
  void one.request(writes.create, creation('/1'));
  await inProcess(server, 1);
  const sent = other.batch(() => [
    other.request(reads.sync, { path: '/' }),
    other.request(writes.create, creation('/2')),
    other.request(reads.sync, { path: '/' }),
    other.request(reads.exists, { path: '/2', watch: false }),
  ]);
  await inProcess(server, 5);
  void one.request(writes.create, creation('/3'));
  await inProcess(server, 6);
  const late = other.batch(() => [
    other.request(reads.sync, { path: '/' }),
    other.request(reads.exists, { path: '/3', watch: false }),
  ]);
  await inProcess(server, 8);
  clock.release();
  const replies = await Promise.all([...sent, ...late]);
  expect(replies.map(({ header }) => header.error)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(other.received.map((reply) => reply.kind === 'reply' && reply.name)).toEqual([
    'sync',
    'create',
    'sync',
    'exists',
    'sync',
    'exists',
  ]);
  await inProcess(server, 0);
});

test('a sync of a connection that breaks meanwhile leaves nothing in process', async () => {
  const clock = new HeldClock();
  await using server = await startServer({ clock });
  using writer = await RawClient.connect(server);
  using doomed = await RawClient.connect(server);
  await create(writer, '/a');
  clock.hold();
  const created = writer.request(writes.create, creation('/a/b'));
  await inProcess(server, 1);
  doomed.batch(() => {
    for (let count = 0; count < 3; count++) {
      doomed.request(reads.sync, { path: '/' }).catch(() => undefined);
      doomed.request(reads.exists, { path: '/a', watch: false }).catch(() => undefined);
    }
  });
  await inProcess(server, 7);
  doomed.socket.destroy();
  await waitFor('the connection to be gone', () => server.view.connections.size === 1);
  clock.release();
  await created;
  await inProcess(server, 0);
  expect(await exists(writer, '/a/b')).toBe(true);
});
