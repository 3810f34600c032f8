import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { JuteWriter } from '@zookit/jute';
import { Preparer, TreeLoader, writeProposal } from '@zookit/datatree';
import { CreateMode, OpCode, reads } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { DataDirectory } from '@zookit/txnlog';
import { expect, test } from 'vitest';
import { LogWriteError } from '../../src/index.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { create, creation, exists } from '../support/requests.ts';
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
