import { SimulatedDisk } from '@zookit/testkit';
import { formatHex, type Acl, type StatPersisted } from '@zookit/protocol';
import { expect, test } from 'vitest';
import {
  adler32,
  DataDirectory,
  parseSnapshotName,
  readSnapshot,
  SnapshotWriter,
  TxnLogReader,
  TxnLogWriter,
  type RecoveryTarget,
  type SnapshotVisitor,
} from '../src/index.ts';
import { apacheFile, apacheLog, apacheRecords, apacheTree } from './support/golden.ts';
import { survivor } from './support/register-server.ts';

const directory = '/data/version-2';

function diskWith(files: Readonly<Record<string, Uint8Array>>): SimulatedDisk {
  const disk = new SimulatedDisk();
  for (const [name, bytes] of Object.entries(files)) disk.writeFile(`${directory}/${name}`, bytes);
  return disk;
}

async function linesOfLogs(disk: SimulatedDisk): Promise<string[]> {
  const lines: string[] = [];
  for await (const { file, offset, header, payload } of await TxnLogReader.open({
    files: disk,
    directory,
    after: 0n,
  })) {
    const [checksum, zxid] = [`0x${adler32(payload).toString(16)}`, formatHex(header.zxid)];
    const who = `${formatHex(header.sessionId)} ${header.type} ${header.time}`;
    lines.push(`${file.split('/').at(-1)} ${offset} ${payload.length} ${checksum} ${zxid} ${who}`);
  }
  return lines;
}

class TreeLines implements SnapshotVisitor {
  readonly lines: string[] = [];
  readonly #acls = new Map([[-1n, '31:world:anyone']]);

  addSession(sessionId: bigint, timeoutMs: number): void {
    this.lines.push(`session ${formatHex(sessionId)} ${timeoutMs}`);
  }

  addAcl(aclId: bigint, acl: Acl[]): void {
    this.#acls.set(aclId, acl.map(({ permissions, id }) => `${permissions}:${id.scheme}:${id.id}`).join(','));
  }

  addNode(path: string, data: Uint8Array | null, aclId: bigint, stat: StatPersisted): void {
    const content = data === null ? 'null' : Buffer.from(data).toString('hex');
    const zxids = `${formatHex(stat.czxid)} ${formatHex(stat.mzxid)} ${stat.ctime} ${stat.mtime}`;
    const versions = `${stat.version} ${stat.cversion} ${stat.aversion}`;
    const rest = `${formatHex(stat.ephemeralOwner)} ${formatHex(stat.pzxid)}`;
    this.lines.push(`node "${path}" ${content} ${this.#acls.get(aclId)} ${zxids} ${versions} ${rest}`);
  }
}

/** Takes everything in, and makes nothing of it. */
const deaf: RecoveryTarget = {
  addSession() {},
  addAcl() {},
  addNode() {},
  finishSnapshot() {},
  startEmpty() {},
  replay() {},
};

test('the logs of Apache are read record by record', async () => {
  const disk = diskWith({ 'log.1': apacheLog('log.1'), 'log.2f': apacheLog('log.2f') });
  expect(await linesOfLogs(disk)).toEqual(apacheRecords('records.txt'));
});

test('logs without digests, as older servers write them, are read', async () => {
  const disk = diskWith({ 'log.1': apacheLog('no-digest-log.1'), 'log.a': apacheLog('no-digest-log.a') });
  expect(await linesOfLogs(disk)).toEqual(apacheRecords('no-digest-records.txt'));
});

test('what Apache logged is written in the same bytes, preallocated ones included', async () => {
  const disk = diskWith({ 'log.1': apacheLog('log.1'), 'log.2f': apacheLog('log.2f') });
  const written = new SimulatedDisk();
  await written.makeDirectory(directory);
  const options = { directory, files: written, preallocateBytes: 65_536, forceSync: true, now: () => 0 };
  const log = new TxnLogWriter({ ...options, lastZxid: 0n });
  for await (const { header, payload } of await TxnLogReader.open({ files: disk, directory })) {
    if (header.zxid === 0x2fn) log.roll();
    log.append(header.zxid, payload);
    await log.sync();
  }
  await log.close();
  expect(Buffer.compare(written.readFile(`${directory}/log.1`), apacheLog('log.1'))).toBe(0);
  expect(Buffer.compare(written.readFile(`${directory}/log.2f`), apacheLog('log.2f'))).toBe(0);
});

test.for(['snapshot.39.gz', 'snapshot.39.snappy'])('%s of Apache is read znode by znode', async (name) => {
  const tree = new TreeLines();
  const disk = diskWith({ [name]: apacheFile(name) });
  const trailer = await readSnapshot(disk, directory, parseSnapshotName(name)!, tree);
  expect(trailer).toEqual({
    digest: { zxid: 0x39n, version: 2, digest: 0xda07081cbn },
    lastZxid: undefined,
    nodeCount: 31,
  });
  expect(tree.lines.sort()).toEqual(apacheTree());
});

test.for(['snapshot.0', 'snapshot.9'])('%s of a server without digests ends with its first seal', async (name) => {
  const disk = diskWith({ [name]: apacheFile(`no-digest-${name}`) });
  const trailer = await readSnapshot(disk, directory, parseSnapshotName(name)!, new TreeLines());
  expect(trailer).toEqual({ digest: undefined, lastZxid: undefined, nodeCount: name === 'snapshot.0' ? 4 : 7 });
});

test('a snapshot is written as Apache 3.9 writes it', async () => {
  const disk = diskWith({});
  await disk.makeDirectory(directory);
  const apache = Buffer.from(apacheFile('snapshot.0'));
  const writer = await SnapshotWriter.open({ files: disk, directory, compression: 'none', zxid: 0n });
  await writer.write(apache.subarray(16, 406));
  const { sizeBytes } = await writer.finish({ digest: undefined, lastZxid: 0n });
  const written = Buffer.from(disk.readFile(`${directory}/snapshot.0`));
  expect(written.subarray(0, 457).equals(apache)).toBe(true);
  expect(written.subarray(457).toString('hex')).toBe('000000000000000000000000bde83f6d000000012f');
  expect(sizeBytes).toBe(478);
});

test('a data directory of Apache is recovered from its newest snapshot', async () => {
  const files = ['snapshot.0', 'snapshot.2e'].map((name) => [name, apacheFile(name)] as const);
  const logs = ['log.1', 'log.2f'].map((name) => [name, apacheLog(name)] as const);
  const disk = diskWith(Object.fromEntries([...files, ...logs]));
  const counted = async (): Promise<unknown> => {
    await using opened = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
    const { lastZxid, snapshotZxid, replayedCount } = await opened.recover({ createTarget: () => deaf });
    return { lastZxid, snapshotZxid, replayedCount };
  };
  expect(await counted()).toEqual({ lastZxid: 0x39n, snapshotZxid: 0x2en, replayedCount: 11 });
  await disk.remove(`${directory}/snapshot.2e`);
  expect(await counted()).toEqual({ lastZxid: 0x39n, snapshotZxid: 0n, replayedCount: 57 });
});
