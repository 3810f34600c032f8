import { SimulatedDisk } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { DirectoryLock, lockHolder, type LockOwner } from '../src/index.ts';
import { survivor } from './support/register-server.ts';

const owner: LockOwner = {
  ...survivor,
  self: { pid: 7, host: 'one', boot: '', pidSpace: '', started: '' },
  livenessOf: () => 'alive',
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

test('a process that is gone holds nothing, nor does one that does not say who it is', async () => {
  const disk = await diskWithDirectory();
  await DirectoryLock.take(disk, '/data', owner);
  expect(await lockHolder(disk, '/data', { ...owner, livenessOf: () => 'gone' })).toBeUndefined();
  disk.writeFile('/data/zookit.lock', Buffer.from(''));
  expect(await lockHolder(disk, '/data', owner)).toBeUndefined();
});

test('of a process that nothing is known of, the beat tells whether it holds the directory', async () => {
  const disk = await diskWithDirectory();
  await DirectoryLock.take(disk, '/data', owner);
  const stranger: LockOwner = { ...owner, livenessOf: () => 'unknown' };
  expect(await lockHolder(disk, '/data', stranger)).toBeUndefined();
  const wait = () => disk.touch('/data/zookit.lock');
  expect(await lockHolder(disk, '/data', { ...stranger, wait })).toEqual(owner.self);
});
