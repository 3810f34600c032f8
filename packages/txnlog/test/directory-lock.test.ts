import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SimulatedDisk, startProcess, type StartedProcess } from '@zookit/testkit';
import { afterAll, describe, expect, test } from 'vitest';
import { Beacon } from '../src/beacon.ts';
import {
  DataDirectory,
  DataDirectoryError,
  thisProcess,
  type Liveness,
  type LockOwner,
  type ProcessMark,
} from '../src/index.ts';
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

test('a lock that says nothing is that of a process which died before it wrote it', async () => {
  const dataDir = join(folder, 'empty');
  await (await DataDirectory.open({ dataDir })).close();
  writeFileSync(join(dataDir, 'version-2', 'zookit.lock'), '{"pid":');
  await using directory = await DataDirectory.open({ dataDir });
  expect(directory.dataDir).toBe(dataDir);
});

test('whoever finds its lock replaced by another gives up', async () => {
  const disk = new SimulatedDisk();
  const path = '/data/version-2/zookit.lock';
  disk.writeFile(path, Buffer.from('{}'));
  const owner: LockOwner = {
    ...survivor,
    waitForRivals: () => {
      disk.writeFile(path, Buffer.from('{"pid":2,"host":"two"}'));
      return Promise.resolve();
    },
  };
  const opening = DataDirectory.open({ dataDir: '/data', files: disk, owner });
  await expect(opening).rejects.toThrow('it is in use by process 2 on two');
  expect(disk.paths).toEqual([path]);
});

describe('a directory that a process holds in a container', () => {
  // Elsewhere there are no containers that share a kernel, and nothing tells.
  const isTold = process.platform === 'linux';
  const namesIn = (dataDir: string) => readdirSync(join(dataDir, 'version-2')).sort();

  test('is refused as long as that process runs, and free from then on', async () => {
    const dataDir = join(folder, 'killed-container');
    await using contained = holder(dataDir, 'in a container');
    await contained.waitForOutput(/holds/);
    const opening = DataDirectory.open({ dataDir, takeOverLock: isTold });
    await expect(opening).rejects.toThrow(isTold ? /it is in use by process \d+ on/ : 'cannot be told from here');
    await killed(contained);
    expect(namesIn(dataDir)).toHaveLength(isTold ? 2 : 1);
    await using directory = await DataDirectory.open({ dataDir, takeOverLock: !isTold });
    expect(directory.dataDir).toBe(dataDir);
    expect(namesIn(dataDir)).toEqual(['zookit.lock']);
  });

  test('is given back whole', async () => {
    const dataDir = join(folder, 'stopped-container');
    await using contained = holder(dataDir, 'in a container');
    await contained.waitForOutput(/holds/);
    await using rival = holder(dataDir, 'in a container');
    await rival.waitForOutput(/DataDirectoryError/);
    expect(namesIn(dataDir)).toHaveLength(isTold ? 2 : 1);
    contained.writeLine('enough');
    await contained.exit;
    expect(namesIn(dataDir)).toEqual([]);
  });

  test('is refused when its beacon was removed, unless whoever asks knows better', async () => {
    const dataDir = join(folder, 'cleaned-container');
    await using contained = holder(dataDir, 'in a container');
    await contained.waitForOutput(/holds/);
    for (const name of namesIn(dataDir).filter((one) => one.endsWith('.sock'))) {
      rmSync(join(dataDir, 'version-2', name));
    }
    await killed(contained);
    await expect(DataDirectory.open({ dataDir })).rejects.toThrow('cannot be told from here');
    await using directory = await DataDirectory.open({ dataDir, takeOverLock: true });
    expect(directory.dataDir).toBe(dataDir);
  });
});

test('a beacon is of use however long the path is, and none is lit where there can be none', async () => {
  const directory = join(folder, 'x'.repeat(150));
  mkdirSync(directory);
  const beacon = await Beacon.light(directory);
  expect(beacon === undefined).toBe(process.platform !== 'linux');
  if (beacon !== undefined) {
    expect(await Beacon.isLit(directory, beacon.name)).toBe(true);
    await beacon.putOut();
    expect(await Beacon.isLit(directory, beacon.name)).toBeUndefined();
  }
  expect(readdirSync(directory)).toEqual([]);
  if (process.platform === 'linux') expect(await Beacon.light('/proc/self')).toBeUndefined();
});

test.for(['alive', 'unknown', 'gone'] as const)('a lock whose process is %s', async (liveness) => {
  const owner: LockOwner = { ...survivor, livenessOf: () => Promise.resolve(liveness) };
  for (const takeOverLock of [false, true]) {
    const files = new SimulatedDisk();
    files.writeFile('/data/version-2/zookit.lock', Buffer.from('{"pid":2,"host":"two"}'));
    const isTaken = await DataDirectory.open({ dataDir: '/data', files, owner, takeOverLock }).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(DataDirectoryError);
        return false;
      },
    );
    expect(isTaken).toBe(liveness === 'gone' || (liveness === 'unknown' && takeOverLock));
  }
});

test.for(['null', '7', '"two"', '[', ''])('a lock that holds %s is nobody’s', async (text) => {
  const files = new SimulatedDisk();
  files.writeFile('/data/version-2/zookit.lock', Buffer.from(text));
  const owner: LockOwner = { ...survivor, livenessOf: () => Promise.resolve('alive') };
  await using directory = await DataDirectory.open({ dataDir: '/data', files, owner });
  expect(directory.dataDir).toBe('/data');
});

const { self } = thisProcess;
const isBootTold = self.boot !== '';

test.for([
  ['this one', {}, 'alive'],
  ['one with a pid that nobody has', { pid: 0x3fff_fffe }, 'gone'],
  ['an earlier one with the pid of this one', { started: '1' }, self.started === '' ? 'alive' : 'gone'],
  ['one from before the machine was started', { boot: 'another' }, 'gone'],
  ['one of this machine when it had another name', { host: 'another' }, isBootTold ? 'alive' : 'unknown'],
  ['a dead one of that time', { host: 'another', pid: 0x3fff_fffe }, isBootTold ? 'gone' : 'unknown'],
  ['one in a container of this machine, without a beacon', { pidSpace: 'pid:[1]' }, 'unknown'],
  ['one in a container of another name', { pidSpace: 'pid:[1]', host: 'another' }, 'unknown'],
  ['one on another machine', { host: 'another', boot: 'another' }, 'unknown'],
  ['the first of all, which is not ours to signal', { pid: 1, started: '' }, 'alive'],
] as [string, Partial<ProcessMark>, Liveness][])(
  'of %s it is known whether it is alive',
  async ([, other, liveness]) => {
    expect(await thisProcess.livenessOf({ ...self, ...other }, folder)).toBe(liveness);
  },
);
