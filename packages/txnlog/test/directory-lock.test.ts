import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SimulatedDisk, startProcess, type StartedProcess } from '@zookit/testkit';
import { afterAll, expect, test } from 'vitest';
import { DataDirectory, thisProcess, type LockOwner, type ProcessMark } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'zookit-lock-'));
const script = fileURLToPath(new URL('processes/hold-directory.ts', import.meta.url));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function holder(dataDir: string): StartedProcess {
  return startProcess(process.execPath, [script, dataDir]);
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
    new RegExp(
      `DataDirectoryError: ${dataDir}/version-2: it is in use by process ${first.pid} on .*remove .*zookit.lock`,
    ),
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
    self: { pid: 1, host: 'one', boot: '', pidSpace: '', started: '' },
    mayBeAlive: () => false,
    waitForRivals: () => {
      disk.writeFile(path, Buffer.from('{"pid":2,"host":"two"}'));
      return Promise.resolve();
    },
  };
  const opening = DataDirectory.open({ dataDir: '/data', files: disk, owner });
  await expect(opening).rejects.toThrow('it is in use by process 2 on two');
  expect(disk.paths).toEqual([path]);
});

const { self } = thisProcess;

test.for([
  ['this one', {}, true],
  ['one with a pid that nobody has', { pid: 0x3fff_fffe }, false],
  ['an earlier one with the pid of this one', { started: '1' }, self.started === ''],
  ['one from before the machine was started', { boot: 'another' }, false],
  ['one of a container that had this name', { pidSpace: 'pid:[1]' }, false],
  ['one on another machine', { host: 'another' }, true],
  ['the first of all, which is not ours to signal', { pid: 1, started: '' }, true],
] as [string, Partial<ProcessMark>, boolean][])(
  'of %s it is known whether it may be alive',
  ([, other, mayBeAlive]) => {
    expect(thisProcess.mayBeAlive({ ...self, ...other })).toBe(mayBeAlive);
  },
);
