import { diskError, loseUnsynced, SimulatedDisk } from '@zookit/testkit';
import { zxidOf } from '@zookit/protocol';
import { expect, test } from 'vitest';
import {
  DataDirectory,
  lastLoggedZxid,
  logHeaderBytes,
  SnapshotWriter,
  TxnLogWriter,
  type RecoverOptions,
  type Recovery,
} from '../src/index.ts';
import { LOG_DIRECTORY, RegisterServer, SNAPSHOT_DIRECTORY, survivor } from './support/register-server.ts';
import { payloadOf, registersAt, RegisterTarget, snapshotBytes, type SetText } from './support/registers.ts';

/** A disk with snapshots and logs that were written by nobody who watches. */
class Disk {
  readonly disk: SimulatedDisk = new SimulatedDisk();
  readonly #history: SetText[] = [];

  async snapshot(zxid: bigint, lastZxid: bigint = zxid, digestZxid = 0n): Promise<void> {
    await this.disk.makeDirectory(SNAPSHOT_DIRECTORY);
    const options = { files: this.disk, directory: SNAPSHOT_DIRECTORY, compression: 'none', zxid } as const;
    const writer = await SnapshotWriter.open(options);
    await writer.write(snapshotBytes(registersAt(this.#history, zxid)));
    await writer.finish({ digest: { zxid: digestZxid, version: 2, digest: 5n }, lastZxid });
  }

  async log(...zxids: bigint[]): Promise<void> {
    await this.disk.makeDirectory(LOG_DIRECTORY);
    const options = { files: this.disk, directory: LOG_DIRECTORY, forceSync: true, now: () => 0 };
    const log = new TxnLogWriter({ ...options, preallocateBytes: 4096 });
    for (const zxid of zxids) {
      const txn = { zxid, path: `/${zxid % 3n}`, text: `text ${zxid}` };
      this.#history.push(txn);
      log.append(zxid, payloadOf(txn));
    }
    await log.close();
  }

  damage(path: string, at: number): void {
    const bytes = this.disk.readFile(path);
    bytes[at]! ^= 0x04;
    this.disk.writeFile(path, bytes);
  }
}

async function recovered(
  disk: SimulatedDisk,
  options: Partial<RecoverOptions<RegisterTarget>> = {},
): Promise<Recovery<RegisterTarget>> {
  await using directory = await DataDirectory.open({
    dataDir: '/data',
    dataLogDir: '/log',
    files: disk,
    owner: survivor,
    now: () => 0,
  });
  return await directory.recover({ createTarget: () => new RegisterTarget(), ...options });
}

test('an empty directory is an empty database', async () => {
  const { target, ...rest } = await recovered(new SimulatedDisk());
  expect(rest).toEqual({ lastZxid: 0n, snapshotZxid: undefined, replayedCount: 0, damagedSnapshots: [] });
  expect(target.texts.size).toBe(0);
});

test('the newest snapshot is loaded, and what is logged behind it is replayed', async () => {
  const made = new Disk();
  await made.log(1n, 2n, 3n);
  await made.snapshot(2n);
  await made.log(4n, 5n);
  await made.snapshot(0n);
  const { target, ...rest } = await recovered(made.disk);
  expect(rest).toEqual({ lastZxid: 5n, snapshotZxid: 2n, replayedCount: 3, damagedSnapshots: [] });
  expect([...target.texts]).toEqual([
    ['/1', 'text 4'],
    ['/2', 'text 5'],
    ['/0', 'text 3'],
  ]);
});

test('a snapshot alone is enough', async () => {
  const made = new Disk();
  await made.snapshot(7n);
  expect(await recovered(made.disk)).toMatchObject({ lastZxid: 7n, replayedCount: 0 });
  await made.log(5n, 6n);
  expect(await recovered(made.disk)).toMatchObject({ lastZxid: 7n, replayedCount: 0 });
});

test.for([
  // name, zxid of the digest, what the target is told
  [7n, 7n, 7n],
  [7n, 9n, 9n],
  [7n, 0n, undefined],
  [zxidOf(1, 0), 9n, undefined],
] as const)(
  'of a snapshot at %i with the digest of %i, the target is told that of %s',
  async ([zxid, digest, told]) => {
    const made = new Disk();
    await made.snapshot(zxid, zxid, digest);
    const { target } = await recovered(made.disk);
    expect(target.snapshot?.digest?.zxid).toBe(told);
    expect(target.snapshot?.lastZxid).toBe(zxid);
  },
);

test('the target is told which transactions may show in a snapshot already', async () => {
  const made = new Disk();
  await made.snapshot(7n, 9n);
  await made.log(8n, 9n);
  const { target } = await recovered(made.disk);
  expect(target.snapshot).toEqual({ lastZxid: 7n, digest: undefined, shownZxid: 9n });
});

test('a damaged snapshot is passed over for an older one, and somebody is told', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n, 2n, 3n);
  await made.snapshot(2n);
  made.damage(`${SNAPSHOT_DIRECTORY}/snapshot.2`, 60);
  const notices: unknown[] = [];
  const targets: RegisterTarget[] = [];
  const { target, ...rest } = await recovered(made.disk, {
    createTarget: () => targets[targets.push(new RegisterTarget()) - 1]!,
    onNotice: (message, fields) => notices.push([message, fields]),
  });
  expect(rest).toEqual({ lastZxid: 3n, snapshotZxid: 0n, replayedCount: 3, damagedSnapshots: ['snapshot.2'] });
  expect(targets).toHaveLength(2);
  expect(target).toBe(targets[1]);
  expect(notices).toEqual([
    [
      'a snapshot is damaged, an older one is tried',
      {
        file: `${SNAPSHOT_DIRECTORY}/snapshot.2`,
        reason: expect.stringContaining('a seal that does not fit') as string,
      },
    ],
  ]);
});

test('where every snapshot is damaged the reasons are named', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.snapshot(2n);
  made.damage(`${SNAPSHOT_DIRECTORY}/snapshot.0`, 0);
  made.damage(`${SNAPSHOT_DIRECTORY}/snapshot.2`, 60);
  await expect(recovered(made.disk)).rejects.toThrow(/no snapshot can be read.*snapshot\.2 is.*snapshot\.0 is/);
});

test('a snapshot that ends before the zxid of its name is damaged', async () => {
  const made = new Disk();
  await made.snapshot(9n, 8n);
  await expect(recovered(made.disk)).rejects.toThrow('it ends at 0x8, before the zxid of its name');
});

test("a leader's first snapshot may end in the epoch before", async () => {
  const made = new Disk();
  await made.snapshot(zxidOf(1, 0), 8n);
  expect(await recovered(made.disk)).toMatchObject({ lastZxid: zxidOf(1, 0) });
});

test('a snapshot whose znodes show transactions that the log lacks is refused', async () => {
  const made = new Disk();
  await made.log(1n, 2n, 3n);
  await made.snapshot(2n, 4n);
  await expect(recovered(made.disk)).rejects.toThrow('the log ends at 0x3, the snapshot at 0x4');
});

test('logs that end before a damaged snapshot are refused', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n, 2n);
  await made.snapshot(9n);
  made.damage(`${SNAPSHOT_DIRECTORY}/snapshot.9`, 60);
  await expect(recovered(made.disk)).rejects.toThrow('the log ends at 0x2, before the damaged snapshot.9');
});

test('logs that do not reach back to the snapshot are refused', async () => {
  const made = new Disk();
  await made.snapshot(2n);
  await made.log(4n, 5n);
  await expect(recovered(made.disk)).rejects.toThrow(
    'log.4 is damaged at offset 16: transaction 0x4 does not follow 0x2',
  );
});

test('logs without a snapshot are refused unless that is trusted', async () => {
  const made = new Disk();
  await made.log(1n, 2n);
  await expect(recovered(made.disk)).rejects.toThrow('there are transactions, but no snapshot');
  const { target, ...rest } = await recovered(made.disk, { trustEmptySnapshot: true });
  expect(rest).toEqual({ lastZxid: 2n, snapshotZxid: undefined, replayedCount: 2, damagedSnapshots: [] });
  expect(target.texts.size).toBe(2);
});

test('logs that begin later are refused, trusted or not', async () => {
  const made = new Disk();
  await made.log(3n);
  await expect(recovered(made.disk, { trustEmptySnapshot: true })).rejects.toThrow('0x3 does not follow 0x0');
});

test('what the target cannot apply is damage, with its place', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.disk.makeDirectory(LOG_DIRECTORY);
  const options = { files: made.disk, directory: LOG_DIRECTORY, forceSync: true, now: () => 0, preallocateBytes: 0 };
  const log = new TxnLogWriter(options);
  // The transaction is cut behind its path.
  log.append(1n, payloadOf({ zxid: 1n, path: '/a', text: 'text' }).subarray(0, 40));
  await log.close();
  await expect(recovered(made.disk)).rejects.toThrow(
    /log\.1 is damaged at offset 16: transaction 0x1 cannot be applied: field "data"/,
  );
});

test('unfinished snapshots are removed, foreign files are not', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  const foreign = ['snapshot.1.bak', 'notes.tmp', 'log.x', 'currentEpoch'].map(
    (name) => `${SNAPSHOT_DIRECTORY}/${name}`,
  );
  for (const path of foreign) made.disk.writeFile(path, Buffer.from('foreign'));
  made.disk.writeFile(`${SNAPSHOT_DIRECTORY}/snapshot.1.tmp`, new Uint8Array(5));
  made.disk.writeFile(`${SNAPSHOT_DIRECTORY}/snapshot.1.gz.tmp`, new Uint8Array(5));
  const notices: unknown[] = [];
  await recovered(made.disk, { onNotice: (message, { file }) => notices.push([message, file]) });
  expect(notices).toHaveLength(2);
  expect(made.disk.paths.filter((path) => path.startsWith('/data/'))).toEqual(
    [...foreign, `${SNAPSHOT_DIRECTORY}/snapshot.0`].sort(),
  );
});

test('a write that a crash cut short becomes zeros, so that the log is sound when another follows', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n, 2n);
  const path = `${LOG_DIRECTORY}/log.1`;
  const bytes = made.disk.readFile(path);
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  bytes.fill(0, end - 9);
  made.disk.writeFile(path, bytes);
  const notices: unknown[] = [];
  const options = { onNotice: (message: string, fields: object) => void notices.push([message, fields]) };
  expect(await recovered(made.disk, options)).toMatchObject({ lastZxid: 1n });
  expect(notices).toEqual([
    ['a write that a crash cut short was removed from the log', { file: path, offset: 16 + 65 }],
  ]);
  expect(
    made.disk
      .readFile(path)
      .subarray(16 + 65)
      .every((byte) => byte === 0),
  ).toBe(true);
  await made.log(2n);
  expect(await recovered(made.disk)).toMatchObject({ lastZxid: 2n });
});

test('a missing end mark of the last record is put in', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n, 2n);
  const path = `${LOG_DIRECTORY}/log.1`;
  const bytes = made.disk.readFile(path);
  const whole = bytes.slice();
  bytes[bytes.findLastIndex((byte) => byte !== 0)] = 0;
  made.disk.writeFile(path, bytes);
  const notices: unknown[] = [];
  expect(await recovered(made.disk, { onNotice: (message) => notices.push(message) })).toMatchObject({ lastZxid: 2n });
  expect(notices).toEqual(['the end mark of the last transaction was missing, and was added']);
  expect(made.disk.readFile(path)).toEqual(whole);
});

test('a log without transactions is removed', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n);
  made.disk.writeFile(`${LOG_DIRECTORY}/log.2`, logHeaderBytes.subarray(0, 5));
  expect(await recovered(made.disk)).toMatchObject({ lastZxid: 1n });
  expect(made.disk.paths).not.toContain(`${LOG_DIRECTORY}/log.2`);
});

test('a log that ends before the mark is refused, until the mark is removed', async () => {
  const disk = new SimulatedDisk();
  const server = await RegisterServer.start(disk);
  for (const path of ['/a', '/b']) {
    server.append(path, 'text');
    await server.sync();
    server.log.roll();
  }
  await server.stop();
  await disk.remove(`${LOG_DIRECTORY}/log.2`);
  await expect(recovered(disk)).rejects.toThrow(
    `the log ends at 0x1, but 0x2 was on disk. If older files were restored on purpose, remove ${LOG_DIRECTORY}/durableZxid`,
  );
  await disk.remove(`${LOG_DIRECTORY}/durableZxid`);
  expect(await recovered(disk)).toMatchObject({ lastZxid: 1n });
});

test('an empty directory whose mark says that there was more is refused', async () => {
  const disk = new SimulatedDisk();
  const server = await RegisterServer.start(disk);
  server.append('/a', 'text');
  await server.stop();
  for (const path of disk.paths.filter((one) => !one.endsWith('durableZxid'))) await disk.remove(path);
  await expect(recovered(disk)).rejects.toThrow('/log/version-2 is damaged at offset 0: the log ends at 0x0, but 0x1');
});

test('progress is told once a second', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(...Array.from({ length: 20_000 }, (_, index) => BigInt(index + 1)));
  let time = 0;
  await using directory = await DataDirectory.open({
    dataDir: '/data',
    dataLogDir: '/log',
    files: made.disk,
    owner: survivor,
    now: () => (time += 300),
  });
  const told: { phase: string; percent: number; count: number; countPerSecond: number; remainingMs: number }[] = [];
  await directory.recover({
    createTarget: () => new RegisterTarget(),
    onProgress: (progress) => told.push({ ...progress }),
  });
  const [first, ...others] = told;
  expect(first).toMatchObject({ phase: 'log' });
  expect(others.length).toBeGreaterThan(0);
  for (const { percent, count, countPerSecond, remainingMs } of told) {
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThanOrEqual(100);
    expect(count).toBeGreaterThan(0);
    expect(countPerSecond).toBeGreaterThan(0);
    expect(remainingMs).toBeGreaterThanOrEqual(0);
  }
});

test('what a killed process left in the memory of the system is on disk before anybody sees it', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n);
  const options = {
    files: made.disk,
    directory: LOG_DIRECTORY,
    forceSync: false,
    now: () => 0,
    preallocateBytes: 4096,
  };
  const killed = new TxnLogWriter({ ...options, lastZxid: 1n });
  killed.append(2n, payloadOf({ zxid: 2n, path: '/a', text: 'text' }));
  await killed.sync();
  expect(await recovered(made.disk)).toMatchObject({ lastZxid: 2n });
  expect(await recovered(made.disk.crash(loseUnsynced))).toMatchObject({ lastZxid: 2n });
});

test('the last transaction of the logs is found behind empty ones', async () => {
  const made = new Disk();
  await made.log(1n, 2n);
  await made.log(3n);
  expect(await lastLoggedZxid(made.disk, LOG_DIRECTORY)).toBe(3n);
  made.disk.writeFile(`${LOG_DIRECTORY}/log.4`, logHeaderBytes);
  expect(await lastLoggedZxid(made.disk, LOG_DIRECTORY)).toBe(3n);
});

test('a snapshot that the disk does not give is passed over for an older one', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n, 2n);
  await made.snapshot(2n);
  made.disk.fault = ({ name, path }) =>
    name === 'read' && path.includes('snapshot.2') ? { error: diskError('EIO', 'read', path) } : undefined;
  expect(await recovered(made.disk)).toMatchObject({ snapshotZxid: 0n, lastZxid: 2n });
});

test('an error of the disk is no damage to a log', async () => {
  const made = new Disk();
  await made.snapshot(0n);
  await made.log(1n);
  made.disk.fault = ({ name, path }) =>
    name === 'read' && path.includes('log.1') ? { error: diskError('EIO', 'read', path) } : undefined;
  await expect(recovered(made.disk)).rejects.toThrow(
    `${LOG_DIRECTORY}/log.1: the disk, or the way to it, does not work`,
  );
  made.disk.fault = ({ name, path }) =>
    name === 'open' && path.includes('snapshot') ? { error: diskError('EACCES', 'open', path) } : undefined;
  await expect(recovered(made.disk)).rejects.toThrow(
    `${SNAPSHOT_DIRECTORY}/snapshot.0: the user that the server runs as may not do that`,
  );
});
