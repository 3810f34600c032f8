import { JuteWriter } from '@zookit/jute';
import { applyProposal, DataTree, Preparer, TreeSerializer, writeProposal } from '@zookit/datatree';
import { OpCode } from '@zookit/protocol';
import { DataDirectory } from '@zookit/txnlog';
import { describe, expect, test } from 'vitest';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { creation } from '../support/requests.ts';
import { simulatedTreeOptions } from '../support/simulated-log.ts';
import { startServer } from '../support/start-server.ts';

const requester = { sessionId: 7n, identities: [], watcher: undefined };

/** The directory of another server. Its snapshot bears the digest of before its last znode; `isLogged`: which the log has. */
async function storeLateDigest(dataDir: string, isLogged: boolean): Promise<void> {
  await using directory = await DataDirectory.open({ dataDir });
  const tree = new DataTree(simulatedTreeOptions);
  const preparer = new Preparer(tree, 0n);
  const log = await directory.openLog(0n, { preallocateBytes: 4096, forceSync: true });
  const write = (path: string, toLog: boolean) => {
    const proposal = preparer.prepare(OpCode.create, creation(path), requester, 1, 1n);
    const record = new JuteWriter();
    writeProposal(record, proposal);
    if (toLog) log.append(proposal.header.zxid, record.bytes());
    applyProposal(tree, proposal);
    preparer.applied(proposal.header.zxid);
  };
  write('/before', true);
  const { digest, lastProcessedZxid: zxid } = tree;
  write('/shown', isLogged);
  const serializer = new TreeSerializer(tree);
  const writer = await directory.createSnapshot(zxid, 'none');
  const slice = new JuteWriter();
  while (serializer.next(slice, 0x1_0000));
  await writer.write(slice.bytes());
  await writer.finish({ digest: { zxid, version: 2, digest }, lastZxid: zxid });
  await log.close();
}

describe('a snapshot whose digest is that of before its last znode', () => {
  test.for([
    ['is sound when the log has the transaction in question, as with Apache under load', true, 0],
    ['is a tree that has diverged when the log has none', false, 1],
  ] as const)('%s', async ([, isLogged, complaints]) => {
    using folder = new DataFolder();
    const { dataDir } = folder;
    await storeLateDigest(dataDir, isLogged);
    const logger = new RecordingLogger();
    await using server = await startServer({ dataDir, storage: storageOf(), logger });
    expect(logger.linesLike('the tree has diverged')).toHaveLength(complaints);
    expect(server.view.tree.nodeCount).toBe(7);
  });
});
