import { SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logName, purge, purgeable } from '../src/index.ts';
import { outcomeOf } from './support/outcome.ts';
import { RegisterServer } from './support/register-server.ts';

const complete = Buffer.from('0000000000000000012f', 'hex');
const cut = new Uint8Array(20);

interface Names {
  readonly snapshots: readonly number[];
  readonly cutSnapshots?: readonly number[];
  readonly logs: readonly number[];
}

async function purged({ snapshots, cutSnapshots = [], logs }: Names, retainCount: number): Promise<string[]> {
  const disk = new SimulatedDisk();
  const directory = { snapshotDirectory: '/data', logDirectory: '/log', retainCount };
  for (const path of ['/data/other', '/log/other', '/log/durableZxid', '/data/snapshot.1.bak'])
    disk.writeFile(path, cut);
  for (const zxid of snapshots) disk.writeFile(`/data/snapshot.${zxid.toString(16)}`, complete);
  for (const zxid of cutSnapshots) disk.writeFile(`/data/snapshot.${zxid.toString(16)}`, cut);
  for (const zxid of logs) disk.writeFile(`/log/${logName(BigInt(zxid))}`, cut);
  const before = disk.paths;
  const announced = await purgeable({ files: disk, ...directory });
  expect(disk.paths).toEqual(before);
  const removed = await purge({ files: disk, ...directory });
  expect(removed).toEqual(announced);
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
