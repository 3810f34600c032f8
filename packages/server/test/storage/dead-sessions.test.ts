import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { JuteWriter } from '@zookit/jute';
import { Preparer, TreeLoader, TreeSerializer, writeProposal } from '@zookit/datatree';
import { CreateMode, OpCode, readAclUnsafe, reads } from '@zookit/protocol';
import { RawClient, VirtualClock } from '@zookit/testkit';
import { DataDirectory } from '@zookit/txnlog';
import { describe, expect, test } from 'vitest';
import { defaultConfig, LogWriteError } from '../../src/index.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { create, creation, exists, settle } from '../support/requests.ts';
import { simulatedTreeOptions } from '../support/simulated-log.ts';
import { startServer } from '../support/start-server.ts';
import { treeContents } from '../support/tree-contents.ts';

/** The log of another server, which let a session that is gone create an ephemeral znode. */
async function logEphemeralOfNobody(dataDir: string, path: string): Promise<void> {
  await using directory = await DataDirectory.open({ dataDir });
  const { target, lastZxid } = await directory.recover({ createTarget: () => new TreeLoader(simulatedTreeOptions) });
  const log = await directory.openLog(lastZxid, { preallocateBytes: 4096, forceSync: true });
  const nobody = { sessionId: 77n, identities: [], watcher: undefined };
  const request = creation(path, { flags: CreateMode.EPHEMERAL });
  const proposal = new Preparer(target.tree, lastZxid).prepare(OpCode.create, request, nobody, 1, 1n);
  const record = new JuteWriter();
  writeProposal(record, proposal);
  log.append(proposal.header.zxid, record.bytes());
  await log.close();
}

test('what a session left that is gone is removed by a transaction, before anybody is served', async () => {
  using folder = new DataFolder();
  const { dataDir } = folder;
  const options = { dataDir, storage: storageOf() };
  await (await startServer(options)).close();
  const [empty] = folder.snapshots;
  await logEphemeralOfNobody(dataDir, '/left');

  const logger = new RecordingLogger();
  const second = await startServer({ ...options, logger });
  expect(logger.linesLike('a session is gone')).toMatchObject([{ level: 'warn', fields: { session: '0x4d' } }]);
  expect(second.view.tree).toMatchObject({ nodeCount: 5, ephemeralCount: 0, lastProcessedZxid: 2n });
  using client = await RawClient.connect(second);
  expect(await exists(client, '/left')).toBe(false);
  await create(client, '/left', { data: Buffer.from('for good') });
  const contents = treeContents(second.view.tree);
  await second.close();

  // A newer snapshot may be damaged: the one from before the removal and the log must come to the same.
  for (const name of folder.snapshots.filter((one) => one !== empty)) rmSync(join(dataDir, 'version-2', name));
  const later = new RecordingLogger();
  await using third = await startServer({ ...options, logger: later });
  expect(treeContents(third.view.tree)).toEqual(contents);
  expect(later.linesLike('the tree has diverged')).toEqual([]);
  expect(later.linesLike('a session is gone')).toEqual([]);
  using witness = await RawClient.connect(third);
  const { data } = await witness.ask(reads.getData, { path: '/left', watch: false });
  expect(Buffer.from(data ?? []).toString()).toBe('for good');
});

/** The snapshot of another server, in which a session owns more than one transaction can list. */
async function storeManyEphemerals(dataDir: string, { sessionId, count, isAlive, hasChild }: Many): Promise<void> {
  await using directory = await DataDirectory.open({ dataDir });
  const loader = new TreeLoader(simulatedTreeOptions);
  const times = { ctime: 1n, mtime: 1n, version: 0, cversion: 0, aversion: 0 };
  const stat = { czxid: 5n, mzxid: 5n, pzxid: 5n, ...times, ephemeralOwner: 0n };
  if (isAlive === true) loader.addSession(sessionId, 6000);
  loader.addAcl(1n, readAclUnsafe);
  loader.addNode('/guarded', null, 1n, stat);
  for (let index = 0; index < count; index++) {
    loader.addNode(manyPath(index), null, 1n, { ...stat, ephemeralOwner: sessionId });
  }
  if (hasChild === true) loader.addNode(`${manyPath(0)}/child`, null, 1n, stat);
  loader.finishSnapshot({ lastZxid: 10n, digest: undefined });
  const serializer = new TreeSerializer(loader.tree);
  const writer = await directory.createSnapshot(10n, 'none');
  const slice = new JuteWriter();
  while (serializer.next(slice, 0x1_0000));
  await writer.write(slice.bytes());
  await writer.finish(serializer.end());
}

interface Many {
  readonly sessionId: bigint;
  readonly count: number;
  readonly isAlive?: boolean;
  readonly hasChild?: boolean;
}

const manyPath = (index: number) => `/guarded/${'long'.repeat(50)}${String(index)}`;

/** The longest transaction in the logs of a server that is closed, in bytes, and how many there are. */
async function loggedIn(dataDir: string): Promise<{ longestBytes: number; count: number }> {
  await using directory = await DataDirectory.open({ dataDir });
  let longestBytes = 0;
  let count = 0;
  for await (const { payload } of await directory.readLog(undefined)) {
    longestBytes = Math.max(longestBytes, payload.length);
    count++;
  }
  return { longestBytes, count };
}

describe('a session of another server that left more than one transaction can list', () => {
  const sessionId = 0x1_0000_f0a2_0000n;
  const COUNT = 12_000;

  test('is gone with all of it after a start, whatever the ACLs, in transactions that Apache’s server can read', async () => {
    using folder = new DataFolder();
    const { dataDir } = folder;
    await storeManyEphemerals(dataDir, { sessionId, count: COUNT });
    const server = await startServer({ dataDir, storage: storageOf() });
    expect(server.view.tree).toMatchObject({ nodeCount: 6, ephemeralCount: 0 });
    const contents = treeContents(server.view.tree);
    await server.close();
    const { longestBytes, count } = await loggedIn(dataDir);
    expect(longestBytes).toBeLessThan(defaultConfig.frameMaxBytes);
    expect(count).toBe(4);
    const logger = new RecordingLogger();
    await using second = await startServer({ dataDir, storage: storageOf(), logger });
    expect(treeContents(second.view.tree)).toEqual(contents);
    expect(logger.linesLike('the tree has diverged')).toEqual([]);
  });

  test('is gone also where one of its znodes has a child, as no server lets it', async () => {
    using folder = new DataFolder();
    const { dataDir } = folder;
    await storeManyEphemerals(dataDir, { sessionId, count: 6000, hasChild: true });
    await (await startServer({ dataDir, storage: storageOf() })).close();
    const { longestBytes } = await loggedIn(dataDir);
    expect(longestBytes).toBeLessThan(defaultConfig.frameMaxBytes);
    await using second = await startServer({ dataDir, storage: storageOf() });
    expect(second.view.tree).toMatchObject({ nodeCount: 6, ephemeralCount: 0 });
  });

  test('is closed like any other when it expires', async () => {
    using folder = new DataFolder();
    const { dataDir } = folder;
    await storeManyEphemerals(dataDir, { sessionId, count: 6000, isAlive: true });
    const clock = new VirtualClock();
    await using server = await startServer({ dataDir, storage: storageOf(), clock });
    using client = await RawClient.connect({ port: server.port, timeoutMs: 60_000 });
    clock.advance(12_000);
    await settle(client);
    expect(server.view.tree).toMatchObject({ nodeCount: 6, ephemeralCount: 0 });
    expect(server.view.tree.sessions.has(sessionId)).toBe(false);
  });
});

test('a server that cannot log that does not start', async () => {
  using folder = new DataFolder();
  const options = { dataDir: folder.dataDir, storage: storageOf() };
  await (await startServer(options)).close();
  await logEphemeralOfNobody(folder.dataDir, '/left');
  const tooLarge = storageOf({ preallocateBytes: 2 ** 62 });
  await expect(startServer({ ...options, storage: tooLarge })).rejects.toBeInstanceOf(LogWriteError);
  await using server = await startServer(options);
  expect(server.view.tree.ephemeralCount).toBe(0);
});
