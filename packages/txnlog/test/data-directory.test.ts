import { diskError, keepFirst, keepUnsynced, loseUnsynced, SimulatedDisk } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { DataDirectory, type DataDirectoryOptions } from '../src/index.ts';
import { outcomeOf } from './support/outcome.ts';
import {
  LOG_DIRECTORY,
  openAndRecover,
  RegisterServer,
  SNAPSHOT_DIRECTORY,
  survivor,
} from './support/register-server.ts';

function opened(disk: SimulatedDisk, options: Partial<DataDirectoryOptions> = {}): Promise<DataDirectory> {
  return DataDirectory.open({ dataDir: '/data', dataLogDir: '/log', files: disk, owner: survivor, ...options });
}

/** A server with 12 transactions in three logs, and snapshots at 0, 4 and 8. */
async function stoppedServer(): Promise<[SimulatedDisk, RegisterServer]> {
  const disk = new SimulatedDisk();
  const server = await RegisterServer.start(disk, [], 4096);
  for (let count = 1; count <= 12; count++) {
    server.append(`/${count % 5}`, `text ${count}`);
    await server.sync();
    if (count % 4 === 0 && count < 12) await server.snapshot();
  }
  await server.stop();
  return [disk, server];
}

test('directories that are missing are made, or refused', async () => {
  const disk = new SimulatedDisk();
  await expect(opened(disk, { autoCreate: false })).rejects.toThrow(
    '/data/version-2: it is missing, and datadir.autocreate',
  );
  await using directory = await opened(disk);
  expect([directory.isSplit, directory.snapshotDirectory, directory.logDirectory]).toEqual([
    true,
    '/data/version-2',
    '/log/version-2',
  ]);
  expect(await disk.status('/log/version-2')).toMatchObject({ isDirectory: true });
});

test('a file in the place of a directory is refused', async () => {
  const disk = new SimulatedDisk();
  disk.writeFile('/log/version-2', new Uint8Array(0));
  await expect(opened(disk)).rejects.toThrow('/log/version-2: there is a file of that name');
});

test('directories that were swapped are refused, and not kept locked', async () => {
  const disk = new SimulatedDisk();
  disk.writeFile('/data/version-2/log.1', new Uint8Array(0));
  await expect(opened(disk)).rejects.toThrow('/data/version-2: log.1 does not belong here but in /log/version-2');
  await disk.remove('/data/version-2/log.1');
  disk.writeFile('/log/version-2/snapshot.0', new Uint8Array(0));
  await expect(opened(disk)).rejects.toThrow('/log/version-2: snapshot.0 does not belong here but in /data/version-2');
  expect(disk.paths).toEqual(['/log/version-2/snapshot.0']);
  const one = await opened(disk, { dataDir: '/log', dataLogDir: undefined });
  expect(one.isSplit).toBe(false);
  await one.close();
});

test.for([
  ['EACCES', 'give the directory and its files to that user'],
  ['EROFS', 'the file system is mounted read-only'],
  ['ENOSPC', 'the disk is full: make room'],
  ['EMFILE', 'raise its limit'],
  ['EIO', 'the disk, or the way to it, does not work'],
] as const)('%s says which path and what to do', async ([code, advice]) => {
  const disk = new SimulatedDisk();
  disk.fault = ({ name, path }) => (name === 'open' ? { error: diskError(code, 'open', path) } : undefined);
  const opening = opened(disk);
  await expect(opening).rejects.toThrow(advice);
  await expect(opening).rejects.toMatchObject({
    name: 'DataDirectoryError',
    path: expect.stringMatching(/^\/data\/version-2\/zookit\.lock/) as string,
  });
});

test('an error that nobody knows advice for comes as it is', async () => {
  const disk = new SimulatedDisk();
  disk.fault = ({ name, path }) =>
    name === 'makeDirectory' ? { error: diskError('ELOOP', 'mkdir', path) } : undefined;
  await expect(opened(disk)).rejects.toMatchObject({ code: 'ELOOP' });
});

test('a directory is truncated to any transaction', async () => {
  for (let zxid = 0n; zxid <= 12n; zxid++) {
    const [disk, server] = await stoppedServer();
    const [directory] = await openAndRecover(disk);
    await directory.truncate(zxid);
    await directory.close();
    expect(await outcomeOf(disk, server.history)).toEqual({ kind: 'recovered', lastZxid: zxid });
    const again = await RegisterServer.start(disk, server.history);
    again.append('/new', 'text');
    await again.sync();
    await again.stop();
    expect(await outcomeOf(disk, again.history)).toEqual({ kind: 'recovered', lastZxid: zxid + 1n });
  }
});

test('a truncation that a crash interrupts leaves more, and nothing wrong', async () => {
  const [stopped, server] = await stoppedServer();
  for (let calls = 0; ; calls++) {
    const disk = stopped.crash(loseUnsynced);
    const [directory] = await openAndRecover(disk);
    let left = calls;
    disk.fault = () => (left-- > 0 ? undefined : { error: new Error('the power is gone') });
    const isDone = await directory.truncate(3n).then(
      () => true,
      () => false,
    );
    for (const policy of [loseUnsynced, keepUnsynced]) {
      const outcome = await outcomeOf(disk.crash(policy), server.history);
      expect(outcome).toMatchObject({ kind: 'recovered' });
      if (isDone) expect(outcome).toMatchObject({ lastZxid: 3n });
    }
    if (isDone) break;
  }
});

test('a directory is not truncated beyond its end, or before its first snapshot', async () => {
  const [disk] = await stoppedServer();
  const [directory] = await openAndRecover(disk);
  await expect(directory.truncate(13n)).rejects.toThrow('the logs end before 0xd');
  await disk.remove(`${SNAPSHOT_DIRECTORY}/snapshot.0`);
  const paths = disk.paths;
  await expect(directory.truncate(3n)).rejects.toThrow('no snapshot is as old as 0x3');
  expect(disk.paths).toEqual(paths);
});

test('myid is a number, or nothing', async () => {
  const disk = new SimulatedDisk();
  await using directory = await opened(disk);
  expect(await directory.readMyId()).toBeUndefined();
  disk.writeFile('/data/myid', Buffer.from('12\n'));
  expect(await directory.readMyId()).toBe(12);
  disk.writeFile('/data/myid', Buffer.from('one\n'));
  await expect(directory.readMyId()).rejects.toThrow('/data/myid: "one" is no server id');
});

test('the marker of an initialized database is found in either directory, once', async () => {
  const disk = new SimulatedDisk();
  await using directory = await opened(disk);
  expect(await directory.takeInitializeMarker()).toBe(false);
  disk.writeFile('/data/initialize', new Uint8Array(0));
  disk.writeFile('/log/initialize', new Uint8Array(0));
  expect(await directory.takeInitializeMarker()).toBe(true);
  expect(await directory.takeInitializeMarker()).toBe(false);
});

test("a small file of the server's own is replaced as a whole", async () => {
  const disk = new SimulatedDisk();
  await using directory = await opened(disk);
  expect(await directory.readFile('secret')).toBeUndefined();
  await directory.writeFile('secret', 'old');
  disk.holdSyncs();
  const before = disk.unsyncedBytes;
  const writing = directory.writeFile('secret', Buffer.from('new'));
  await expect.poll(() => disk.unsyncedBytes).toBe(before + 3);
  for (let count = 0; count <= before + 3; count++) {
    expect(Buffer.from(disk.crash(keepFirst(count)).readFile('/data/secret')).toString()).toBe('old');
  }
  disk.releaseSyncs();
  await writing;
  expect(Buffer.from(disk.crash(loseUnsynced).readFile('/data/secret')).toString()).toBe('new');
  expect(await directory.readFile('secret')).toBe('new');
});

test('the newest complete snapshot is told', async () => {
  const [disk] = await stoppedServer();
  await using directory = await opened(disk);
  expect(await directory.newestSnapshot()).toMatchObject({ zxid: 8n, path: `${SNAPSHOT_DIRECTORY}/snapshot.8` });
  disk.writeFile(`${SNAPSHOT_DIRECTORY}/snapshot.9`, new Uint8Array(100));
  expect(await directory.newestSnapshot()).toMatchObject({ zxid: 8n });
  await using empty = await opened(new SimulatedDisk());
  expect(await empty.newestSnapshot()).toBeUndefined();
});

test('what is logged is read from anywhere', async () => {
  const [disk] = await stoppedServer();
  await using directory = await opened(disk);
  const zxids: bigint[] = [];
  for await (const { header } of await directory.readLog(10n)) zxids.push(header.zxid);
  expect(zxids).toEqual([11n, 12n]);
});

test('a log can be opened again', async () => {
  const [disk, server] = await stoppedServer();
  const [directory] = await openAndRecover(disk);
  for (let count = 0; count < 2; count++) {
    const log = await directory.openLog(12n, { preallocateBytes: 0, forceSync: true });
    await log.close();
  }
  await directory.close();
  expect(await outcomeOf(disk, server.history)).toEqual({ kind: 'recovered', lastZxid: 12n });
  expect(disk.paths.filter((path) => path.startsWith(`${LOG_DIRECTORY}/log.`))).toHaveLength(3);
});
