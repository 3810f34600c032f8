import { diskError, loseUnsynced, SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logName, planPurge, purge, SnapshotWriter, type Compression } from '../src/index.ts';
import { outcomeOf } from './support/outcome.ts';
import { RegisterServer } from './support/register-server.ts';
import { snapshotBytes } from './support/registers.ts';

const cut = new Uint8Array(20);
const places = { snapshotDirectory: '/data', logDirectory: '/log' };

interface Names {
  readonly snapshots: readonly number[];
  readonly cutSnapshots?: readonly number[];
  readonly logs: readonly number[];
}

async function writeSnapshot(disk: SimulatedDisk, zxid: bigint, compression: Compression = 'none'): Promise<string> {
  const writer = await SnapshotWriter.open({ files: disk, directory: '/data', compression, zxid });
  await writer.write(snapshotBytes({ lastZxid: zxid, texts: new Map([['/a', `text ${zxid}`]]) }));
  return (await writer.finish({ digest: undefined, lastZxid: zxid })).path;
}

async function diskOf({ snapshots, cutSnapshots = [], logs }: Names): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  for (const path of ['/data/other', '/log/other', '/log/durableZxid', '/data/snapshot.1.bak'])
    disk.writeFile(path, cut);
  for (const zxid of snapshots) await writeSnapshot(disk, BigInt(zxid));
  for (const zxid of cutSnapshots) disk.writeFile(`/data/snapshot.${zxid.toString(16)}`, cut);
  for (const zxid of logs) disk.writeFile(`/log/${logName(BigInt(zxid))}`, cut);
  return disk;
}

/** Changes one byte in the middle. */
function damage(disk: SimulatedDisk, path: string): void {
  const bytes = disk.readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  disk.writeFile(path, bytes);
}

async function purged(names: Names, retainCount: number): Promise<string[]> {
  const disk = await diskOf(names);
  const before = disk.paths;
  const options = { files: disk, ...places, retainCount };
  const { removable } = await planPurge(options);
  expect(disk.paths).toEqual(before);
  const { removed } = await purge(options);
  expect(removed).toEqual(removable.map(({ path }) => path));
  expect([...disk.paths, ...removed].sort()).toEqual(before);
  return removed.map((path) => path.replace(/^\/(data|log)\//, ''));
}

test.for([
  ['nothing, without snapshots', { snapshots: [], logs: [1] }, 3, []],
  ['nothing, with fewer than are kept', { snapshots: [0, 5], logs: [1, 6] }, 3, []],
  ['nothing, with as many as are kept and the log of the oldest', { snapshots: [0, 5, 9], logs: [1, 6] }, 3, []],
  ['the oldest snapshot', { snapshots: [0, 5, 9, 12], logs: [1, 10] }, 3, ['snapshot.0']],
  [
    'logs that end before the oldest kept',
    { snapshots: [0, 5, 9, 12], logs: [1, 3, 5, 10] },
    3,
    ['snapshot.0', 'log.1', 'log.3'],
  ],
  [
    'no log that may reach into the oldest kept',
    { snapshots: [0, 5, 9, 12], logs: [1, 3, 10] },
    3,
    ['snapshot.0', 'log.1'],
  ],
  ['to three at least', { snapshots: [0, 5, 9, 12], logs: [] }, 1, ['snapshot.0']],
  ['to more', { snapshots: [0, 1, 2, 3, 4, 5, 6], logs: [] }, 5, ['snapshot.0', 'snapshot.1']],
  ['cut snapshots, which do not count', { snapshots: [0, 5, 9], cutSnapshots: [2, 12], logs: [] }, 3, []],
  [
    'cut snapshots, when they are old',
    { snapshots: [0, 5, 9, 12], cutSnapshots: [2], logs: [] },
    3,
    ['snapshot.0', 'snapshot.2'],
  ],
] as [string, Names, number, string[]][])('purging removes %s', async ([, names, retainCount, removed]) => {
  expect(await purged(names, retainCount)).toEqual(removed);
});

describe('a purge', () => {
  test.for(['none', 'gz', 'snappy'] as const)(
    'does not count a snapshot (%s) with a wrong byte',
    async (compression) => {
      const disk = await diskOf({ snapshots: [0, 5, 9], logs: [1] });
      const path = await writeSnapshot(disk, 12n, compression);
      damage(disk, path);
      const { removed, damaged } = await purge({ files: disk, ...places, retainCount: 3 });
      expect(removed).toEqual([]);
      expect(damaged.map(({ file }) => file)).toEqual([path]);
    },
  );

  test('does not count a snapshot that ends before the zxid of its name, nor one that a recovery passed over', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [] });
    await disk.rename('/data/snapshot.c', '/data/snapshot.f');
    expect((await purge({ files: disk, ...places, retainCount: 3 })).removed).toEqual([]);
    await disk.rename('/data/snapshot.f', '/data/snapshot.c');
    const damagedSnapshots = ['snapshot.c'];
    expect((await purge({ files: disk, ...places, retainCount: 3, damagedSnapshots })).removed).toEqual([]);
  });

  test('counts two snapshots of one zxid as one', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9], logs: [] });
    for (const zxid of [5n, 9n]) await writeSnapshot(disk, zxid, 'gz');
    expect((await purge({ files: disk, ...places, retainCount: 3 })).removed).toEqual([]);
  });

  test('passes over what another one removed before it', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [1, 2, 3, 5] });
    const options = { files: disk, ...places, retainCount: 3 };
    let removals = 0;
    disk.fault = ({ name, path }) =>
      name === 'remove' && ++removals === 2 ? { error: diskError('ENOENT', 'unlink', path) } : undefined;
    expect((await purge(options)).removed).toEqual(['/data/snapshot.0', '/log/log.2', '/log/log.3']);
    disk.fault = ({ name, path }) =>
      name === 'open' && path.endsWith('snapshot.c') ? { error: diskError('ENOENT', 'open', path) } : undefined;
    expect((await purge(options)).damaged).toEqual([]);
  });

  test('passes over directories with the names of snapshots and logs', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [1, 3] });
    for (const path of ['/data/snapshot.1', '/data/snapshot.f', '/log/log.2', '/log/log.4'])
      await disk.makeDirectory(path);
    const options = { files: disk, ...places, retainCount: 3 };
    const { strange } = await planPurge(options);
    expect([...strange].sort()).toEqual(['/data/snapshot.1', '/data/snapshot.f', '/log/log.2', '/log/log.4']);
    expect((await purge(options)).removed).toEqual(['/data/snapshot.0', '/log/log.1']);
  });

  test('is on disk when it has ended, in both directories', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [1, 5] });
    await purge({ files: disk, ...places, retainCount: 3 });
    expect(disk.crash(loseUnsynced).paths).toEqual(disk.paths);
  });

  test('removes nothing when the disk does not give the snapshots', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [1, 5] });
    const before = disk.paths;
    disk.fault = ({ name, path }) => (name === 'read' ? { error: diskError('EIO', 'read', path) } : undefined);
    const { removed, damaged } = await purge({ files: disk, ...places, retainCount: 3 });
    expect([removed.length, damaged.length]).toEqual([0, 4]);
    expect(disk.paths).toEqual(before);
  });

  test('removes nothing when it may not read a snapshot, which is no damage', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [1, 5] });
    const before = disk.paths;
    disk.fault = ({ name, path }) => (name === 'read' ? { error: diskError('EACCES', 'read', path) } : undefined);
    await expect(purge({ files: disk, ...places, retainCount: 3 })).rejects.toMatchObject({ code: 'EACCES' });
    expect(disk.paths).toEqual(before);
  });

  test('ends early when it is told to', async () => {
    const disk = await diskOf({ snapshots: [0, 5, 9, 12], logs: [1, 5] });
    const before = disk.paths;
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(purge({ files: disk, ...places, retainCount: 3, signal })).rejects.toThrow('enough');
    expect(disk.paths).toEqual(before);
  });
});

test('what is left after a purge is recovered, from each of the snapshots kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('append', 'roll', 'snapshot'), { maxLength: 40 }), async (steps) => {
      const disk = new SimulatedDisk();
      const server = await RegisterServer.start(disk, [], 0);
      for (const step of steps) {
        if (step === 'append') server.append('/a', `text ${server.lastZxid}`);
        await server.sync();
        if (step === 'snapshot') await server.snapshot();
        if (step === 'roll') server.log.roll();
      }
      await server.directory.purge(3);
      await server.stop();
      const snapshots = (): string[] => disk.paths.filter((path) => path.includes('/snapshot.'));
      expect(snapshots().length).toBeLessThanOrEqual(3);
      while (snapshots().length > 0) {
        expect(await outcomeOf(disk, server.history)).toEqual({ kind: 'recovered', lastZxid: server.lastZxid });
        const newest = await server.directory.newestSnapshot();
        await disk.remove(newest!.path);
      }
    }),
    { numRuns: 100 },
  );
});

test('whichever of the newest snapshots are damaged, a purge leaves what it takes to recover', async () => {
  const arbitrary = fc.record({
    count: fc.integer({ min: 1, max: 9 }),
    damaged: fc.integer({ min: 0, max: 8 }),
    retainCount: fc.integer({ min: 3, max: 5 }),
    compression: fc.constantFrom('none', 'gz', 'snappy'),
  });
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ count, damaged, retainCount, compression }) => {
      const disk = new SimulatedDisk();
      const server = await RegisterServer.start(disk, [], 0);
      for (let round = 0; round < count; round++) {
        server.append('/a', `text ${server.lastZxid}`);
        await server.sync();
        await server.snapshot(compression);
      }
      const newest = disk.paths
        .filter((path) => path.includes('/snapshot.'))
        .sort()
        .reverse();
      // The first one stays sound.
      const broken = newest.slice(0, Math.min(damaged, newest.length - 1));
      for (const path of broken) damage(disk, path);
      const { damaged: found } = await server.directory.purge(retainCount);
      expect(found.map(({ file }) => file)).toEqual(broken);
      await server.stop();
      expect(await outcomeOf(disk, server.history)).toEqual({ kind: 'recovered', lastZxid: server.lastZxid });
    }),
    { numRuns: 100 },
  );
});
