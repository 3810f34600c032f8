import { JuteWriter } from '@zookit/jute';
import { applyProposal, DataTree, Preparer, TreeLoader, writeProposal } from '@zookit/datatree';
import { OpCode, writes } from '@zookit/protocol';
import { diskError, loseUnsynced, RawClient, SimulatedDisk, VirtualClock, type DiskCall } from '@zookit/testkit';
import { DataDirectory } from '@zookit/txnlog';
import { describe, expect, test, vi } from 'vitest';
import { silentLogger, type LogFields, type ZooKeeperServer } from '../../src/index.ts';
import { SnapshotTaker } from '../../src/storage/snapshot-taker.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { change, create, creation, deletion } from '../support/requests.ts';
import { simulatedTreeOptions, survivor } from '../support/simulated-log.ts';
import { startServer } from '../support/start-server.ts';
import { treeContents } from '../support/tree-contents.ts';

describe('a snapshot that is taken while writes go on', () => {
  const LARGE = 'x'.repeat(30_000);
  const ZNODES = 60;

  /** Changes, creations and deletions all over the tree, none of which waits for another. */
  async function writeEverywhere(client: RawClient): Promise<void> {
    const replies: Promise<unknown>[] = [];
    for (let count = 0; count < 1500; count++) {
      const parent = `/znode-${String((count * 7) % ZNODES)}`;
      replies.push(client.request(writes.setData, change(parent, `${LARGE}${String(count)}`.slice(count * 10))));
      replies.push(client.request(writes.create, creation(`${parent}/child-${String(count)}`)));
      if (count % 3 === 0) replies.push(client.request(writes.delete, deletion(`${parent}/child-${String(count)}`)));
    }
    await Promise.all(replies);
  }

  test.for(['none', 'gz', 'snappy'] as const)(
    'makes the same tree with the log behind it (%s)',
    async (compression) => {
      using folder = new DataFolder();
      const options = { dataDir: folder.dataDir, storage: storageOf({ snapshotTxnsMax: 1000, compression }) };
      let server: ZooKeeperServer | undefined = undefined;
      const changesMeanwhile: bigint[] = [];
      const info = (message: string, { zxid }: LogFields = {}) => {
        if (message !== 'snapshot taken' || server === undefined) return;
        changesMeanwhile.push(server.view.tree.lastProcessedZxid - BigInt(zxid as string));
      };
      const first = (server = await startServer({ ...options, logger: { ...silentLogger, info } }));
      using client = await RawClient.connect(first);
      for (let index = 0; index < ZNODES; index++) {
        await create(client, `/znode-${String(index)}`, { data: Buffer.from(LARGE) });
      }
      await writeEverywhere(client);
      const contents = treeContents(first.view.tree);
      await first.close();
      expect(changesMeanwhile.filter((count) => count > 0n).length).toBeGreaterThan(0);

      const logger = new RecordingLogger();
      await using second = await startServer({ ...options, logger });
      expect(treeContents(second.view.tree)).toEqual(contents);
      const [loaded] = logger.linesLike('data loaded');
      expect(loaded?.fields['snapshot']).not.toBe('0x0');
      expect(logger.linesLike('the tree has diverged')).toEqual([]);
    },
  );
});

describe('a snapshot that cannot be written', () => {
  const faults: [string, DiskCall['name'], number][] = [
    ['opened', 'open', 1],
    ['begun', 'write', 1],
    ['written', 'write', 2],
    ['forced to disk', 'datasync', 1],
    ['given its name', 'rename', 1],
  ];

  test.for(faults)(
    'because it cannot be %s is an error in the log, and the next one works',
    async ([, call, firstFailing]) => {
      const disk = new SimulatedDisk();
      await using directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
      const logger = new RecordingLogger();
      const tree = new DataTree(simulatedTreeOptions);
      const taker = new SnapshotTaker({ tree, directory, compression: 'none', clock: new VirtualClock(), logger });
      const cause = diskError('ENOSPC', 'write', '/data/version-2/snapshot.0.tmp');
      let count = 0;
      disk.fault = ({ name, path }) =>
        name === call && path.includes('snapshot') && ++count >= firstFailing ? { error: cause } : undefined;
      await taker.take();
      expect(logger.lines).toMatchObject([{ level: 'error', fields: { error: { path: cause.path, cause } } }]);
      expect(logger.linesLike('snapshot not taken')).toHaveLength(1);
      expect(disk.paths.filter((path) => path.includes('snapshot'))).toEqual([]);
      await expect(taker.takeFirst()).rejects.toThrow('snapshot.0.tmp: the disk is full: make room (ENOSPC: ');
      expect(disk.paths.filter((path) => path.includes('snapshot'))).toEqual([]);
      disk.fault = () => undefined;
      await taker.take();
      expect(logger.lines.at(-1)).toMatchObject({ level: 'info', message: 'snapshot taken' });
      expect(disk.paths).toContain('/data/version-2/snapshot.0');
    },
  );
});

test('a snapshot that cannot be written lets go of the tree', async () => {
  const disk = new SimulatedDisk();
  await using directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
  const tree = new DataTree(simulatedTreeOptions);
  const ended = vi.spyOn(tree.nodes, 'endWalk');
  const taker = new SnapshotTaker({
    tree,
    directory,
    compression: 'none',
    clock: new VirtualClock(),
    logger: silentLogger,
  });
  disk.fault = ({ name, path }) =>
    name === 'open' && path.includes('snapshot') ? { error: diskError('ENOSPC', 'open', path) } : undefined;
  await taker.take();
  expect(ended).toHaveBeenCalled();
});

test('a snapshot does not outlive a transaction that it shows, where no write waits for the disk', async () => {
  const disk = new SimulatedDisk();
  const directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
  const tree = new DataTree(simulatedTreeOptions);
  const clock = new VirtualClock();
  const taking = { tree, directory, compression: 'none', clock, logger: silentLogger } as const;
  await new SnapshotTaker(taking).takeFirst();
  const log = await directory.openLog(0n, { preallocateBytes: 4096, forceSync: false });
  const preparer = new Preparer(tree, 0n);
  const write = async () => {
    const nobody = { sessionId: 7n, identities: [], watcher: undefined };
    const proposal = preparer.prepare(OpCode.createSession, { timeoutMs: 1000 }, nobody, 1, 1n);
    const record = new JuteWriter();
    writeProposal(record, proposal);
    log.append(proposal.header.zxid, record.bytes());
    await log.sync();
    applyProposal(tree, proposal);
    preparer.applied(proposal.header.zxid);
  };
  await write();
  const taken = new SnapshotTaker({ ...taking, forceLog: () => log.force() }).take();
  await write();
  await taken;
  const files = disk.crash(loseUnsynced);
  await using after = await DataDirectory.open({ dataDir: '/data', files, owner: survivor });
  const recovery = await after.recover({ createTarget: () => new TreeLoader(simulatedTreeOptions) });
  expect(recovery).toMatchObject({ snapshotZxid: 1n, lastZxid: 2n });
});

test('a snapshot that is asked for while one is being taken is that one', async () => {
  await using directory = await DataDirectory.open({ dataDir: '/data', files: new SimulatedDisk(), owner: survivor });
  const logger = new RecordingLogger();
  const tree = new DataTree(simulatedTreeOptions);
  const taker = new SnapshotTaker({ tree, directory, compression: 'none', clock: new VirtualClock(), logger });
  void taker.take();
  void taker.take();
  await taker.idle();
  expect(logger.linesLike('snapshot taken')).toHaveLength(1);
});
