import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
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

  test.for([
    ['5', 'of 5 snapshots and 5 logs, all are kept'],
    ['9', 'of 5 snapshots and 5 logs, 5 snapshots can be read, and 9 are kept'],
  ] as const)('says what it found when there is nothing to remove: --retain %s', async ([retain, found]) => {
    using folder = dataDir();
    const { stdout, stderr, code } = await invoke(['purge', '--retain', retain, folder.path]);
    expect(stdout).toBe(`There is nothing to remove: ${found}.\n`);
    expect([stderr, code]).toEqual(['', 0]);
  });

  test('does not count snapshots that are damaged, names them, and keeps those that can be read', async () => {
    using folder = dataDir();
    const [flipped, cut, gzipped] = ['33', '34', '35'].map((zxid) => `version-2/snapshot.${zxid}`);
    const wrong = goldenSnapshot('snapshot.2e');
    wrong[1000]! ^= 1;
    const paths = [
      folder.write(flipped!, wrong),
      folder.write(cut!, goldenSnapshot('snapshot.2e').subarray(0, 1000)),
      folder.write(`${gzipped!}.gz`, goldenSnapshot('snapshot.39.gz').subarray(0, 100)),
    ];
    const { stdout, stderr, code } = await invoke(['purge', folder.path]);
    expect(stdout.match(/^Removing file: /gmu)?.length).toBe(4);
    for (const path of paths) expect(stderr).toContain(`${path} is damaged at offset `);
    expect(stderr.match(/ It stays, and does not count\.$/gmu)?.length).toBe(3);
    expect(code).toBe(1);
    const left = readdirSync(join(folder.path, 'version-2'));
    expect(left.filter((name) => name.startsWith('snapshot.')).sort()).toEqual(
      ['30', '31', '32', '33', '34', '35.gz'].map((zxid) => `snapshot.${zxid}`),
    );
  });

  test('leaves a directory with the name of a snapshot or a log, and says so', async () => {
    using folder = dataDir();
    const paths = ['snapshot.0', 'snapshot.ff', 'log.2'].map((name) => join(folder.path, 'version-2', name));
    for (const path of paths) mkdirSync(path);
    const { stdout, stderr, code } = await invoke(['purge', folder.path]);
    expect(stdout.match(/^Removing file: /gmu)?.length).toBe(4);
    for (const path of paths) expect(stderr).toContain(`${path} is no file. It stays.\n`);
    expect(code).toBe(0);
  });

  test('tells of logs that are somewhere else', async () => {
    using folder = dataDir('data/version-2', 'log/version-2');
    const { stderr, code } = await invoke(['purge', join(folder.path, 'data')]);
    expect(stderr).toContain('There are no logs in ');
    expect(stderr).toContain('--log-dir says where they are');
    expect(code).toBe(0);
  });

  test('refuses directories without snapshots', async () => {
    using folder = dataDir('data/version-2', 'log/version-2');
    const [data, log] = ['data', 'log'].map((name) => join(folder.path, name));
    const swapped = await invoke(['purge', '--log-dir', data!, log!]);
    expect(swapped.stderr).toMatch(
      /There is no snapshot in .*log\/version-2\. Nor .* the directories may be swapped\.\n$/u,
    );
    const alone = await invoke(['purge', log!]);
    expect(alone.stderr).toMatch(/There is no snapshot in .*log\/version-2\.\n$/u);
    expect([swapped.code, alone.code]).toEqual([2, 2]);
    expect(readdirSync(join(folder.path, 'log/version-2')).length).toBe(6);
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
