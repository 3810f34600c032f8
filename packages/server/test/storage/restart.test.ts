import { CreateMode, ErrorCode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient, VirtualClock } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import type { ServerOptions, ZooKeeperServer } from '../../src/index.ts';
import { addAuth, entry } from '../support/auth.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { bytes, change, create, creation, deletion, ephemeral, exists, settle, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';
import { treeContents } from '../support/tree-contents.ts';

/** Makes one of everything that a tree can hold. */
async function populate(client: RawClient): Promise<void> {
  await addAuth(client, 'digest', 'ada:secret');
  await create(client, '/app');
  await create(client, '/app/null', { data: null });
  await create(client, '/app/guarded', { acl: [entry(31, 'auth', '')] });
  await create(client, '/app/deleted');
  await client.ask(writes.delete, deletion('/app/deleted'));
  for (const text of ['one', 'two']) await client.ask(writes.setData, change('/app', text));
  await client.ask(writes.setACL, { path: '/app', acl: [...openAclUnsafe, entry(1, 'ip', '10.0.0.0/8')], version: -1 });
  for (let count = 0; count < 3; count++) await createSequential(client);
  await create(client, '/zookeeper/quota/app');
  await create(client, '/zookeeper/quota/app/zookeeper_limits', { data: bytes('count=100,bytes=1000') });
  await create(client, '/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=6,bytes=24') });
  await create(client, '/app/counted');
  await client.ask(writes.createContainer, creation('/container', { flags: CreateMode.CONTAINER }));
  await client.ask(writes.createTTL, { ...creation('/ttl'), flags: CreateMode.PERSISTENT_WITH_TTL, ttl: 3_600_000n });
  await client.ask(writes.create, ephemeral('/app/mine'));
  expect(await client.errorOf(writes.create, creation('/app'))).toBe(ErrorCode.NodeExists);
}

const createSequential = (client: RawClient) =>
  create(client, '/app/item-', { flags: CreateMode.PERSISTENT_SEQUENTIAL });

const contentsOf = (server: ZooKeeperServer) => treeContents(server.view.tree);

/** Takes up the session of a client on another server. */
const takeUp = ({ port }: ZooKeeperServer, { sessionId, password }: RawClient) =>
  RawClient.connect({ port, sessionId, password });

describe('a restart', () => {
  test.for<[string, (folder: DataFolder) => ServerOptions]>([
    ['the log alone', () => ({})],
    ['snapshots and logs', () => ({ storage: storageOf({ snapshotTxnsMax: 4 }) })],
    ['snapshots in gzip', () => ({ storage: storageOf({ snapshotTxnsMax: 4, compression: 'gz' }) })],
    ['snapshots in snappy', () => ({ storage: storageOf({ snapshotTxnsMax: 4, compression: 'snappy' }) })],
    ['logs in a directory of their own', ({ dataLogDir }) => ({ dataLogDir })],
  ])('from %s keeps everything, and the next one does, too', async ([, optionsOf]) => {
    using folder = new DataFolder();
    const options = { dataDir: folder.dataDir, extendedTypesEnabled: true, storage: storageOf(), ...optionsOf(folder) };
    const first = await startServer(options);
    using client = await RawClient.connect(first);
    await populate(client);
    const contents = contentsOf(first);
    expect(contents.ephemerals.get(client.sessionId)).toEqual(['/app/mine']);
    expect(contents.reapable).toEqual(['/container', '/ttl']);
    await first.close();
    for (let restart = 0; restart < 3; restart++) {
      await using server = await startServer(options);
      expect(contentsOf(server)).toEqual(contents);
    }
  });

  test('does not use a sequence number twice', async () => {
    using folder = new DataFolder();
    const { dataDir } = folder;
    const paths: string[] = [];
    for (let restart = 0; restart < 3; restart++) {
      await using server = await startServer({ dataDir, storage: storageOf() });
      using client = await RawClient.connect(server);
      if (restart === 0) await create(client, '/app');
      const path = await createSequential(client);
      paths.push(path);
      await client.ask(writes.delete, deletion(path));
    }
    expect(paths).toEqual(['/app/item-0000000000', '/app/item-0000000001', '/app/item-0000000002']);
  });

  test('goes on behind the last zxid', async () => {
    using folder = new DataFolder();
    const first = await startServer({ dataDir: folder.dataDir });
    using before = await RawClient.connect(first);
    await create(before, '/a');
    await first.close();
    const { lastProcessedZxid } = first.view.tree;
    await using second = await startServer({ dataDir: folder.dataDir });
    using after = await RawClient.connect({ port: second.port, lastZxidSeen: lastProcessedZxid });
    await create(after, '/b');
    expect((await statOf(after, '/b')).czxid).toBe(lastProcessedZxid + 2n);
  });

  test('leaves who may do what as it was', async () => {
    using folder = new DataFolder();
    const first = await startServer({ dataDir: folder.dataDir });
    using owner = await RawClient.connect(first);
    await addAuth(owner, 'digest', 'ada:secret');
    await create(owner, '/guarded', { acl: [entry(31, 'auth', '')] });
    await first.close();
    await using second = await startServer({ dataDir: folder.dataDir });
    using client = await RawClient.connect(second);
    expect(await client.errorOf(writes.setData, change('/guarded'))).toBe(ErrorCode.NoAuth);
    await addAuth(client, 'digest', 'ada:secret');
    expect(await client.errorOf(writes.setData, change('/guarded'))).toBe(ErrorCode.Ok);
  });
});

describe('after a restart, a session', () => {
  test('is taken up with its id and password, and its ephemerals are there', async () => {
    using folder = new DataFolder();
    const first = await startServer({ dataDir: folder.dataDir });
    using before = await RawClient.connect(first);
    await before.ask(writes.create, ephemeral('/mine'));
    await first.close();
    await using second = await startServer({ dataDir: folder.dataDir });
    using stranger = await RawClient.connect({ port: second.port, sessionId: before.sessionId });
    expect(stranger.sessionId).toBe(0n);
    using after = await takeUp(second, before);
    expect(after.sessionId).toBe(before.sessionId);
    expect((await after.ask(reads.getEphemerals, { prefixPath: '/' })).ephemerals).toEqual(['/mine']);
    await after.close();
    using witness = await RawClient.connect(second);
    expect(await exists(witness, '/mine')).toBe(false);
  });

  test('that nobody takes up expires after its whole timeout, with its ephemerals', async () => {
    using folder = new DataFolder();
    const options = { dataDir: folder.dataDir, tickTimeMs: 1000, maxSessionTimeoutMs: 3_600_000 };
    const first = await startServer(options);
    using before = await RawClient.connect({ port: first.port, timeoutMs: 10_000 });
    await before.ask(writes.create, ephemeral('/mine'));
    await first.close();
    const clock = new VirtualClock();
    await using second = await startServer({ ...options, clock });
    using witness = await RawClient.connect({ port: second.port, timeoutMs: 3_600_000 });
    clock.advance(9_999);
    await settle(witness);
    expect(await exists(witness, '/mine')).toBe(true);
    clock.advance(1_001);
    await settle(witness);
    expect(await exists(witness, '/mine')).toBe(false);
    using after = await takeUp(second, before);
    expect(after.sessionId).toBe(0n);
  });

  test('that had ended is not there, nor are its ephemerals', async () => {
    using folder = new DataFolder();
    const first = await startServer({ dataDir: folder.dataDir });
    using before = await RawClient.connect(first);
    await before.ask(writes.create, ephemeral('/mine'));
    await before.close();
    await first.close();
    await using second = await startServer({ dataDir: folder.dataDir });
    expect(second.view.tree.sessions.size).toBe(0);
    using after = await takeUp(second, before);
    expect(after.sessionId).toBe(0n);
    using witness = await RawClient.connect(second);
    expect(await exists(witness, '/mine')).toBe(false);
  });

  test('gets an id that none had before', async () => {
    using folder = new DataFolder();
    const clock = new VirtualClock();
    const ids = new Set<bigint>();
    for (let restart = 0; restart < 3; restart++) {
      await using server = await startServer({ dataDir: folder.dataDir, clock });
      using client = await RawClient.connect(server);
      ids.add(client.sessionId);
      clock.advance(1000);
    }
    expect(ids.size).toBe(3);
  });
});

test('a session that is alive keeps its id for itself, also when the clock was set back', async () => {
  using folder = new DataFolder();
  const options = { dataDir: folder.dataDir, storage: storageOf() };
  const first = await startServer({ ...options, clock: new VirtualClock() });
  using before = await RawClient.connect(first);
  await first.close();
  await using second = await startServer({ ...options, clock: new VirtualClock() });
  using after = await RawClient.connect(second);
  expect(after.sessionId).not.toBe(before.sessionId);
  expect(second.view.tree.sessions.size).toBe(2);
});
