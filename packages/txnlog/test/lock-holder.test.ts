import { SimulatedDisk } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { DirectoryLock, lockHolder, type LockOwner } from '../src/index.ts';

const owner: LockOwner = {
  self: { pid: 7, host: 'one', boot: '', pidSpace: '', started: '', beacon: '' },
  lightBeacon: () => Promise.resolve(undefined),
  livenessOf: () => Promise.resolve('unknown'),
  waitForRivals: () => Promise.resolve(),
};

async function diskWithDirectory(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeDirectory('/data');
  return disk;
}

test('the holder of a directory is told while it holds it', async () => {
  const disk = await diskWithDirectory();
  expect(await lockHolder(disk, '/data', owner)).toBeUndefined();
  const lock = await DirectoryLock.take(disk, '/data', owner);
  expect(await lockHolder(disk, '/data', owner)).toEqual(owner.self);
  await lock.release();
  expect(await lockHolder(disk, '/data', owner)).toBeUndefined();
});

test('a process that is gone holds nothing, nor does one that had no time to say who it is', async () => {
  const disk = await diskWithDirectory();
  await DirectoryLock.take(disk, '/data', owner);
  expect(await lockHolder(disk, '/data', { ...owner, livenessOf: () => Promise.resolve('gone') })).toBeUndefined();
  const file = await disk.open('/data/zookit.lock', 'replace');
  await file.close();
  expect(await lockHolder(disk, '/data', owner)).toBeUndefined();
});
