import { SimulatedDisk } from '@zookit/testkit';
import { DataDirectory } from '@zookit/txnlog';
import { expect, test } from 'vitest';
import { sessionSecret } from '../../src/storage/session-secret.ts';
import { survivor } from '../support/simulated-log.ts';

const FILE = '/data/zookit.secret';

/** The secret that a server finds on a disk, or makes of `fill`. */
async function secretOn(files: SimulatedDisk, fill: number): Promise<Uint8Array> {
  await using directory = await DataDirectory.open({ dataDir: '/data', files, owner: survivor });
  return await sessionSecret(directory, (length) => new Uint8Array(length).fill(fill));
}

test('the secret is made once, and is on disk before it is used', async () => {
  const disk = new SimulatedDisk();
  expect(Buffer.from(await secretOn(disk, 7))).toEqual(Buffer.alloc(32, 7));
  const afterCrash = disk.crash(() => undefined);
  expect(Buffer.from(await secretOn(afterCrash, 8))).toEqual(Buffer.alloc(32, 7));
});

test.for([
  ['empty', ''],
  ['cut short', '07'.repeat(31)],
  ['too long', '07'.repeat(33)],
  ['no hexadecimal number', 'x'.repeat(64)],
])('a file that is %s is replaced', async ([, text]) => {
  const disk = new SimulatedDisk();
  await secretOn(disk, 7);
  disk.writeFile(FILE, Buffer.from(text!));
  expect(Buffer.from(await secretOn(disk, 8))).toEqual(Buffer.alloc(32, 8));
  expect(Buffer.from(await secretOn(disk, 9))).toEqual(Buffer.alloc(32, 8));
});
