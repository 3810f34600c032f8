import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenLog, goldenSnapshot } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const CHANGED = new Date('2026-11-21T22:08:42Z');
const ZXIDS = ['1', '2f', '30', '31', '32'];

/** Five snapshots and five logs, last changed at {@link CHANGED}, and a copy. */
function dataDir(snapshots = 'version-2', logs = snapshots): TemporaryFolder {
  const folder = new TemporaryFolder();
  const paths = ZXIDS.flatMap((zxid) => [
    folder.write(`${snapshots}/snapshot.${zxid}`, goldenSnapshot('snapshot.2e')),
    folder.write(`${logs}/log.${zxid}`, goldenLog('log.1')),
  ]);
  folder.write(`${logs}/log.1.bak`, goldenLog('log.1'));
  for (const path of paths) utimesSync(path, CHANGED, CHANGED);
  return folder;
}

describe('purge', () => {
  test('removes what is older than the snapshots that are kept, and says so as PurgeTxnLog does', async () => {
    using folder = dataDir();
    const { stdout, stderr, code } = await invoke(['purge', folder.path]);
    const removed = ['snapshot.1', 'snapshot.2f', 'log.1', 'log.2f'];
    expect(stdout).toBe(
      removed
        .map((name) => `Removing file: Nov 21, 2026, 10:08:42 PM\t${join(folder.path, 'version-2', name)}\n`)
        .join(''),
    );
    expect(readdirSync(join(folder.path, 'version-2')).sort()).toEqual(
      ['log.1.bak', 'log.30', 'log.31', 'log.32', 'snapshot.30', 'snapshot.31', 'snapshot.32'].sort(),
    );
    expect([stderr, code]).toEqual(['', 0]);
  });

  test('keeps as many as are asked for', async () => {
    using folder = dataDir();
    await invoke(['purge', '-n', '4', join(folder.path, 'version-2')]);
    const names = readdirSync(join(folder.path, 'version-2'));
    expect(names.filter((name) => name.startsWith('snapshot.')).length).toBe(4);
    expect(names).not.toContain('log.1');
  });

  test('finds the logs where they are apart', async () => {
    using folder = dataDir('data/version-2', 'log/version-2');
    const { stdout } = await invoke(['purge', '--log-dir', join(folder.path, 'log'), join(folder.path, 'data')]);
    expect(stdout.match(/log\/version-2\/log\./gu)?.length).toBe(2);
    expect(readdirSync(join(folder.path, 'data/version-2')).sort()).toEqual([
      'snapshot.30',
      'snapshot.31',
      'snapshot.32',
    ]);
  });

  test('removes nothing when it is only to tell', async () => {
    using folder = dataDir();
    const { stdout } = await invoke(['purge', '--dry-run', folder.path]);
    expect(stdout.match(/^Would remove file: /gmu)?.length).toBe(4);
    expect(readdirSync(join(folder.path, 'version-2')).length).toBe(11);
  });

  test('says that there is nothing to remove', async () => {
    using folder = dataDir();
    const { stdout, code } = await invoke(['purge', '--retain', '5', folder.path]);
    expect(stdout).toBe('There is nothing to remove when 5 snapshots are kept.\n');
    expect(code).toBe(0);
  });

  test.for([
    [['--retain', '2'], /A whole number from 3 on is wanted/u],
    [['--retain', 'all'], /A whole number from 3 on is wanted/u],
    [['--log-dir', '/nowhere'], /\/nowhere: no such file or directory/u],
  ] as const)('refuses %j', async ([options, message]) => {
    using folder = dataDir();
    const { stdout, stderr, code } = await invoke(['purge', ...options, folder.path]);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(message);
    expect(readdirSync(join(folder.path, 'version-2')).length).toBe(11);
  });

  test('refuses a directory that is no data directory', async () => {
    using folder = new TemporaryFolder();
    folder.write('notes.txt', 'nothing');
    const { stderr, code } = await invoke(['purge', folder.path]);
    expect(stderr).toContain('is no dataDir of a server');
    expect(code).toBe(2);
  });
});
