import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem, type OpenFile } from '@zookit/txnlog';
import { startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { changeLog } from '../../src/txnlog/change-log.ts';
import { copyLog } from '../../src/txnlog/copy-log.ts';
import { findPlace } from '../../src/txnlog/log-place.ts';
import { goldenLog } from './golden.ts';
import { folder as packageFolder } from './run-tool.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { tornLog } from './torn-logs.ts';

test('a copy that is interrupted is gone', async () => {
  using folder = new TemporaryFolder();
  const log = await nodeFileSystem.open(folder.write('log.1', goldenLog('log.1')), 'read');
  const interrupted: OpenFile = Object.assign(Object.create(log) as OpenFile, {
    read: async (into: Uint8Array, position: number) => {
      const count = await log.read(into, position);
      process.emit('SIGTERM');
      return count;
    },
    path: log.path,
  });
  const copy = copyLog(interrupted, join(folder.path, 'copy'), await log.sizeBytes());
  await expect(copy).rejects.toThrow('It was interrupted: nothing has been changed.');
  await log.close();
  expect(readdirSync(folder.path)).toEqual(['log.1']);
});

test('a change that is interrupted gives the directory back, and keeps no copy', async () => {
  using folder = new TemporaryFolder();
  const place = await findPlace(folder.write('log.1', tornLog()));
  const change = changeLog(place, {
    isDue: () => {
      process.emit('SIGINT');
      return Promise.resolve(true);
    },
    make: (file) => file.truncate(0),
  });
  await expect(change).rejects.toThrow('It was interrupted: nothing has been changed.');
  expect(readdirSync(folder.path)).toEqual(['log.1']);
  expect(folder.read('log.1')).toEqual(tornLog());
});

test('a file that became shorter is not copied', async () => {
  using folder = new TemporaryFolder();
  const log = await nodeFileSystem.open(folder.write('log.1', 'short'), 'read');
  await expect(copyLog(log, join(folder.path, 'copy'), 10)).rejects.toThrow('became shorter while it was copied');
  await log.close();
  expect(readdirSync(folder.path)).toEqual(['log.1']);
});

test('a link to nothing is not overwritten', async () => {
  using folder = new TemporaryFolder();
  const log = await nodeFileSystem.open(folder.write('log.1', 'short'), 'read');
  symlinkSync(join(folder.path, 'nothing'), join(folder.path, 'copy'));
  await expect(copyLog(log, join(folder.path, 'copy'), 5)).rejects.toThrow('copy exists already');
  await log.close();
  expect(readdirSync(folder.path).sort()).toEqual(['copy', 'log.1']);
});

test.for([
  ['chop', '--yes'],
  ['chop', '--zxid', '16', '--in-place', '--yes'],
  ['chop', '--zxid', '46'],
  ['repair', '--yes'],
])('what does not fit on the disk leaves nothing behind: %j', async (args) => {
  using folder = new TemporaryFolder();
  const log = args.includes('46') || args.includes('repair') ? goldenLog('log.1') : tornLog();
  const path = folder.write('log.1', log);
  // A file may have no more than 2 or 4 KiB, as the shell counts; a lock fits in that.
  const command = `ulimit -f 4; '${process.execPath}' '${packageFolder}src/txnlog/main.ts' ${args.join(' ')} '${path}'`;
  await using shell = startProcess('sh', ['-c', command]);
  expect((await shell.exit).code).toBe(2);
  expect(shell.stderr).toContain('file too large');
  expect(readdirSync(folder.path)).toEqual(['log.1']);
  expect(folder.read('log.1')).toEqual(log);
});
