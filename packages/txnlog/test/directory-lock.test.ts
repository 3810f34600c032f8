import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskError, SimulatedDisk, startProcess, VirtualClock, type StartedProcess } from '@zookit/testkit';
import { afterAll, describe, expect, test } from 'vitest';
import {
  DataDirectory,
  DataDirectoryError,
  LogWriteError,
  thisProcess,
  type Liveness,
  type LockOwner,
  type ProcessMark,
} from '../src/index.ts';
import { heldUp, type NamingCall } from './support/held-up.ts';
import { survivor } from './support/register-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'zookit-lock-'));
const script = fileURLToPath(new URL('processes/hold-directory.ts', import.meta.url));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function holder(dataDir: string, place = 'here'): StartedProcess {
  return startProcess(process.execPath, [script, dataDir, place]);
}

async function killed(held: StartedProcess): Promise<void> {
  held.kill('SIGKILL');
  await held.exit;
}

test('a directory that another process holds is refused, and free when that is killed', async () => {
  const dataDir = join(folder, 'two');
  await using first = holder(dataDir);
  await first.waitForOutput(/holds/);
  await using second = holder(dataDir);
  await second.waitForOutput(
    new RegExp(`DataDirectoryError: ${dataDir}/version-2: it is in use by process ${first.pid} on .*stop that one`),
  );
  await killed(first);
  await using third = holder(dataDir);
  await third.waitForOutput(/holds/);
});

test('of many that find the lock of a dead process, one takes it', async () => {
  const dataDir = join(folder, 'many');
  await using dead = holder(dataDir);
  await dead.waitForOutput(/holds/);
  await killed(dead);
  const rivals = Array.from({ length: 6 }, () => holder(dataDir));
  try {
    await Promise.all(rivals.map((rival) => rival.waitForOutput(/holds|DataDirectoryError/)));
    const holding = rivals.filter((rival) => rival.stdout.includes('holds'));
    expect(holding).toHaveLength(1);
    const lock = readFileSync(join(dataDir, 'version-2', 'zookit.lock'), 'utf8');
    expect((JSON.parse(lock) as ProcessMark).pid).toBe(holding[0]!.pid);
  } finally {
    await Promise.all(rivals.map((rival) => rival[Symbol.asyncDispose]()));
  }
});

test('one process cannot open a directory twice, but again', async () => {
  const dataDir = join(folder, 'again');
  const directory = await DataDirectory.open({ dataDir });
  await expect(DataDirectory.open({ dataDir })).rejects.toThrow(`it is in use by process ${process.pid}`);
  await directory.close();
  const again = await DataDirectory.open({ dataDir });
  await again.close();
});

test('where the second of two directories is in use, the first is free again', async () => {
  const [dataDir, dataLogDir] = [join(folder, 'data'), join(folder, 'log')];
  await using log = await DataDirectory.open({ dataDir: dataLogDir });
  await expect(DataDirectory.open({ dataDir, dataLogDir })).rejects.toThrow(log.snapshotDirectory);
  const free = await DataDirectory.open({ dataDir });
  await free.close();
});

describe('a directory that a process holds in a container', () => {
  test('is refused as long as that process beats, and free from then on', async () => {
    const dataDir = join(folder, 'killed-container');
    await using contained = holder(dataDir, 'in a container');
    await contained.waitForOutput(/holds/);
    await using rival = holder(dataDir, 'in a container');
    await rival.waitForOutput(new RegExp(`it is in use by process ${contained.pid} on`));
    await killed(contained);
    await using heir = holder(dataDir, 'in a container');
    await heir.waitForOutput(/holds/);
  });

  test('is given back whole', async () => {
    const dataDir = join(folder, 'stopped-container');
    await using contained = holder(dataDir, 'in a container');
    await contained.waitForOutput(/holds/);
    contained.writeLine('enough');
    await contained.exit;
    expect(readdirSync(join(dataDir, 'version-2'))).toEqual([]);
  });
});

describe('the lock of a process', () => {
  test.for(['alive', 'gone'] as const)('that is %s is judged at once', async (liveness) => {
    const disk = diskLockedBy(markOfTwo);
    const owner = { ...survivor, livenessOf: () => liveness, wait: () => Promise.reject(new Error('no time')) };
    const opening = DataDirectory.open({ dataDir: '/data', files: disk, owner });
    if (liveness === 'alive') await expect(opening).rejects.toThrow('it is in use by process 2 on two. Two servers');
    else await expect(opening).resolves.toMatchObject({ dataDir: '/data' });
  });

  test('that cannot be asked is left when it changes in time', async () => {
    for (const beatOf of [
      (disk: SimulatedDisk) => disk.touch(LOCK),
      (disk: SimulatedDisk) => heldBy(disk, '{"pid":3}'),
    ]) {
      const disk = diskLockedBy(markOfTwo);
      let waits = 0;
      const wait = async () => {
        if (++waits === 3) await beatOf(disk);
      };
      const owner: LockOwner = { ...stranger, wait };
      await expect(DataDirectory.open({ dataDir: '/data', files: disk, owner })).rejects.toThrow('it is in use by');
      expect(disk.paths).toEqual([LOCK]);
    }
  });

  test('that cannot be asked is taken over when nothing changes, and that is told', async () => {
    const disk = diskLockedBy(markOfTwo);
    const delays: number[] = [];
    const wait = (delayMs: number) => Promise.resolve(void delays.push(delayMs));
    const notices: unknown[] = [];
    const onNotice = (message: string, fields: unknown) => notices.push([message, fields]);
    await DataDirectory.open({ dataDir: '/data', files: disk, owner: { ...stranger, wait }, onNotice });
    expect(delays).toEqual([2000, 2000, 2000]);
    const fields = { directory: '/data/version-2', holder: 'process 2 on two' };
    expect(notices).toEqual([
      [expect.stringContaining('it takes some seconds'), fields],
      [expect.stringContaining('was taken over'), fields],
    ]);
  });

  test('that lets go meanwhile is no hindrance', async () => {
    const disk = diskLockedBy(markOfTwo);
    await DataDirectory.open({ dataDir: '/data', files: disk, owner: { ...stranger, wait: () => disk.remove(LOCK) } });
    expect(lockText(disk)).toContain('"pid":1,');
  });

  test.for([
    'null',
    '7',
    '"two"',
    '[',
    '',
    '{"pid":',
    ...[
      { pid: 0 },
      { pid: -1 },
      { pid: 1.5 },
      { pid: '2' },
      { pid: 2 ** 31 },
      { host: 7 },
      { boot: null },
      { pidSpace: [] },
      { started: 3 },
    ].map((wrong) => JSON.stringify({ ...(JSON.parse(markOfTwo) as object), ...wrong })),
  ])('that says %s is not asked for: only a beat can tell', async (text) => {
    const owner: LockOwner = { ...survivor, livenessOf: () => 'alive' };
    await DataDirectory.open({ dataDir: '/data', files: diskLockedBy(text), owner });
    const files = diskLockedBy(text);
    const opening = DataDirectory.open({ dataDir: '/data', files, owner: { ...owner, wait: () => files.touch(LOCK) } });
    await expect(opening).rejects.toThrow('it is in use by another process');
    expect(lockText(files)).toBe(text);
  });
});

describe('of two that want a directory at a time, one gets it', () => {
  test('while it makes a lock', async () => {
    for (const name of ['open', 'link'] as const) {
      const disk = new SimulatedDisk();
      const [ours, theirs] = race(disk, name, 1);
      await expect(ours).rejects.toThrow('it is in use by process 3 on three');
      await theirs;
      expect(disk.paths).toEqual([LOCK]);
    }
  });

  test('while it removes the lock of a process that is gone', async () => {
    // The 1st to be opened is a draft of the lock, the 2nd the old one, the 3rd a draft of the claim, and so on.
    const moments = [
      ['open', 2],
      ['open', 3],
      ['link', 2],
      ['open', 4],
      ['rename', 1],
      ['open', 5],
      ['link', 3],
    ] as const;
    const winners: string[] = [];
    for (const [name, count] of moments) {
      const disk = diskLockedBy(markOfTwo);
      const [ours, theirs] = await Promise.allSettled(race(disk, name, count));
      expect([ours.status, theirs.status].sort(), `${name} ${count}`).toEqual(['fulfilled', 'rejected']);
      winners.push(ours.status === 'fulfilled' ? 'ours' : 'theirs');
      expect(lockText(disk)).toContain(ours.status === 'fulfilled' ? '"pid":1,' : '"pid":3,');
      expect(disk.paths).toEqual([LOCK]);
    }
    expect(new Set(winners).size).toBe(2);
  });

  test('and one that died over it is no hindrance', async () => {
    const disk = diskLockedBy(markOfTwo);
    disk.writeFile(`${LOCK}.claim`, Buffer.from(markOfTwo));
    await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
    expect(disk.paths).toEqual([LOCK]);
  });
});

test.for(['EPERM', 'ENOTSUP'])('where a file has one name only (%s), there are locks, too', async (code) => {
  const disk = diskLockedBy(markOfTwo);
  disk.fault = ({ name }) => (name === 'link' ? { error: Object.assign(new Error(code), { code }) } : undefined);
  const directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
  const rival: LockOwner = { ...survivor, livenessOf: () => 'alive' };
  await expect(DataDirectory.open({ dataDir: '/data', files: disk, owner: rival })).rejects.toThrow(
    'in use by process 1',
  );
  await directory.close();
  expect(disk.paths).toEqual([]);
});

test('a lock that cannot be written, and one that goes wrong otherwise, leaves nothing behind', async () => {
  for (const failing of ['write', 'link'] as const) {
    const disk = new SimulatedDisk();
    disk.fault = ({ name, path }) => (name === failing ? { error: diskError('EIO', name, path) } : undefined);
    await expect(DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor })).rejects.toThrow('EIO');
    expect(disk.paths).toEqual([]);
  }
});

describe('a process that holds a directory', () => {
  test('shows by a beat that it lives, and ends that when it gives the directory back', async () => {
    const { disk, clock, directory } = await held();
    const times: unknown[] = [];
    for (let count = 0; count < 3; count++) {
      await beat(clock);
      times.push((await disk.status(LOCK))?.modifiedMs);
    }
    expect(times).toEqual([1, 2, 3]);
    await directory.close();
    expect(clock.pendingCount).toBe(0);
    expect(disk.paths).toEqual([]);
  });

  test('removes what others left that died over its lock', async () => {
    const { disk, clock } = await held();
    disk.writeFile(`${LOCK}.0123456789abcdef`, Buffer.from(markOfTwo));
    await beat(clock);
    expect(disk.paths).toEqual([LOCK]);
  });

  test('loses it when its lock is that of another, and writes nothing more', async () => {
    const { disk, clock, directory, losses } = await held();
    const log = await directory.openLog(0n, { preallocateBytes: 0, forceSync: true });
    disk.writeFile(LOCK, Buffer.from(markOfTwo));
    await beat(clock);
    expect(losses).toEqual([expect.any(LogWriteError)]);
    expect(String(losses[0])).toContain(
      '/data/version-2: it was taken over by process 2 on two. Nothing more may be written',
    );
    await expect(log.sync()).rejects.toBe(losses[0]);
    await expect(directory.createSnapshot(1n, 'none')).rejects.toThrow(DataDirectoryError);
    await expect(directory.purge(3)).rejects.toThrow(DataDirectoryError);
    await expect(directory.truncate(0n)).rejects.toThrow(DataDirectoryError);
    await expect(directory.openLog(0n, { preallocateBytes: 0, forceSync: true })).rejects.toThrow(DataDirectoryError);
    await expect(log.close()).rejects.toBe(losses[0]);
    await directory.close();
    expect(lockText(disk)).toBe(markOfTwo);
    expect(clock.pendingCount).toBe(0);
  });

  test('loses it when it cannot show for as long as others wait that it lives', async () => {
    const { disk, clock, losses } = await held();
    disk.fault = ({ name }) => (name === 'touch' ? { error: new Error('no way') } : undefined);
    await beat(clock);
    await beat(clock);
    disk.fault = () => undefined;
    await beat(clock);
    await disk.remove(LOCK);
    await beat(clock);
    await beat(clock);
    expect(losses).toEqual([]);
    await beat(clock);
    expect(losses).toEqual([expect.any(DataDirectoryError)]);
    expect(String(losses[0])).toContain('its lock could not be kept: ENOENT');
  });

  test('bears that it cannot look for want of files', async () => {
    const { disk, clock, losses } = await held();
    disk.fault = ({ name }) => (name === 'open' ? { error: new Error('EMFILE') } : undefined);
    for (let count = 0; count < 5; count++) await beat(clock);
    expect(losses).toEqual([]);
  });
});

const { self } = thisProcess;
const isTold = process.platform === 'linux';

test.for([
  ['this one', {}, 'alive'],
  ['one with a pid that nobody has', { pid: 0x3fff_fffe }, 'gone'],
  ['an earlier one with the pid of this one', { started: '1' }, 'gone'],
  ['one that does not say when it started', { started: '' }, 'unknown'],
  ['one from before the machine was started, or of another machine of that name', { boot: 'another' }, 'unknown'],
  ['one of this machine when it had another name', { host: 'another' }, 'alive'],
  ['a dead one of that time', { host: 'another', pid: 0x3fff_fffe }, 'gone'],
  ['one in a container of this machine', { pidSpace: 'pid:[1]' }, 'unknown'],
  ['one on another machine', { host: 'another', boot: 'another' }, 'unknown'],
] as [string, Partial<ProcessMark>, Liveness][])('of %s it is known whether it is alive', ([, other, liveness]) => {
  expect(thisProcess.livenessOf({ ...self, ...other })).toBe(isTold ? liveness : 'unknown');
});

const LOCK = '/data/version-2/zookit.lock';
const markOfTwo = '{"pid":2,"host":"two","boot":"","pidSpace":"","started":""}';

/** Whom the system tells nothing of others. */
const stranger: LockOwner = { ...survivor, livenessOf: () => 'unknown' };

function diskLockedBy(text: string): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.writeFile(LOCK, Buffer.from(text));
  return disk;
}

function heldBy(disk: SimulatedDisk, text: string): Promise<void> {
  disk.writeFile(LOCK, Buffer.from(text));
  return Promise.resolve();
}

function lockText(disk: SimulatedDisk): string {
  return Buffer.from(disk.readFile(LOCK)).toString();
}

/** Opens the directory for process 1, which is held up before the `count`th call of that name until process 3 is done. */
function race(disk: SimulatedDisk, name: NamingCall, count: number): [Promise<DataDirectory>, Promise<DataDirectory>] {
  const owner: LockOwner = { ...survivor, livenessOf: ({ pid }) => (pid === 2 ? 'gone' : 'alive') };
  const three: LockOwner = { ...owner, self: { ...survivor.self, pid: 3, host: 'three' } };
  const { promise: theirs, resolve } = Promise.withResolvers<DataDirectory>();
  const files = heldUp(disk, name, count, async () => {
    const opening = DataDirectory.open({ dataDir: '/data', files: disk, owner: three });
    resolve(opening);
    await opening.catch(() => undefined);
  });
  return [DataDirectory.open({ dataDir: '/data', files, owner }), theirs];
}

/** A process that holds `/data`, by a clock that a test moves. */
async function held() {
  const [disk, clock] = [new SimulatedDisk(), new VirtualClock()];
  const losses: unknown[] = [];
  const owner: LockOwner = { ...survivor, schedule: (task, delayMs) => clock.schedule(task, delayMs) };
  const onLost = (error: unknown) => losses.push(error);
  const directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner, onLost });
  return { disk, clock, losses, directory };
}

/** Lets one beat pass, and what it does on a disk in memory. */
async function beat(clock: VirtualClock): Promise<void> {
  clock.advance(2000);
  await new Promise(setImmediate);
}
