import { appendFileSync, chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryLock, nodeFileSystem, thisProcess } from '@zookit/txnlog';
import { describe, expect, test } from 'vitest';
import { goldenLog, goldenSnapshot } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { LAST_OFFSET, OFFSET_OF_11, tornLog, unmarkedLog } from './torn-logs.ts';

const ways = [[], ['--zxid', '0x10', '--in-place']] as const;

describe('a log that is named by a link', () => {
  /** A folder with a log, and a link to that from elsewhere. */
  function linkedLog(): { folder: TemporaryFolder; link: string } {
    const folder = new TemporaryFolder();
    const link = join(folder.path, 'elsewhere', 'my.log');
    mkdirSync(join(folder.path, 'elsewhere'));
    symlinkSync(folder.write('version-2/log.1', tornLog()), link);
    return { folder, link };
  }

  test.for(ways)('is not cut while a server holds its directory: %j', async (options) => {
    const { folder, link } = linkedLog();
    using _ = folder;
    const lock = await DirectoryLock.take(nodeFileSystem, join(folder.path, 'version-2'), thisProcess);
    const { stderr, code } = await invoke(['chop', '--yes', ...options, link]);
    await lock.release();
    expect(stderr).toContain(`it is in use by process ${process.pid}`);
    expect(folder.read('version-2/log.1')).toEqual(tornLog());
    expect(code).toBe(2);
  });

  test('is looked at with what lies beside it, and its copy is kept there', async () => {
    const { folder, link } = linkedLog();
    using _ = folder;
    folder.write('version-2/snapshot.2e', goldenSnapshot('snapshot.2e'));
    const { stdout, code } = await invoke(['chop', '--yes', '--zxid', '0x10', '--in-place', link]);
    expect(stdout).toContain('Later transactions stay in snapshot.2e: remove these, too.');
    expect(folder.read('version-2/backup.log.1')).toEqual(tornLog());
    expect(readdirSync(join(folder.path, 'elsewhere'))).toEqual(['my.log']);
    expect(code).toBe(0);
  });
});

describe('a log that changes while its user is asked', () => {
  const more = goldenLog('log.2f').subarray(16, 111);

  test.for(ways)('is left as it is: %j', async (options) => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', tornLog().subarray(0, LAST_OFFSET + 30));
    const change = (): string => {
      appendFileSync(path, more);
      return 'yes';
    };
    const { stderr, code } = await invoke(['chop', ...options, path], [change]);
    expect(stderr).toMatch(/has changed meanwhile, and was left as it is|is damaged at offset/u);
    expect(folder.read('log.1').subarray(LAST_OFFSET + 30)).toEqual(more);
    expect(readdirSync(folder.path)).toEqual(['log.1']);
    expect(code).not.toBe(0);
  });

  test('is left as it is when the torn write was finished', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', tornLog());
    const change = (): string => {
      folder.write('log.1', goldenLog('log.1'));
      return 'yes';
    };
    const { stderr, code } = await invoke(['chop', path], [change]);
    expect(stderr).toContain(`${path} has changed meanwhile, and was left as it is: look at it again.`);
    expect(folder.read('log.1')).toEqual(goldenLog('log.1'));
    expect(code).toBe(2);
  });
});

describe('a record without an end mark', () => {
  test('is cut off when the next log begins with the same transaction', async () => {
    using folder = new TemporaryFolder();
    folder.write('log.2e', goldenLog('log.2f'));
    const { stdout, code } = await invoke(['chop', '--yes', folder.write('log.1', unmarkedLog())]);
    expect(stdout).toContain('holds 45 transactions (0x1 to 0x2d)');
    expect(folder.read('log.1')).toEqual(goldenLog('log.1').subarray(0, LAST_OFFSET));
    expect(code).toBe(0);
  });

  test('gets one when the next log goes on behind it', async () => {
    using folder = new TemporaryFolder();
    folder.write('log.2f', goldenLog('log.2f'));
    const { code } = await invoke(['chop', '--yes', folder.write('log.1', unmarkedLog())]);
    expect(folder.read('log.1')).toEqual(goldenLog('log.1'));
    expect(code).toBe(0);
  });
});

test('a log that does not hold what its name says is not cut', async () => {
  using folder = new TemporaryFolder();
  const { stderr, code } = await invoke(['chop', '--yes', folder.write('log.7', tornLog())]);
  expect(stderr).toContain('its first transaction is 0x1, not that of its name');
  expect(folder.read('log.7')).toEqual(tornLog());
  expect(code).toBe(1);
});

describe('where snapshots are apart', () => {
  test('it is said that they were not looked at', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('logs/version-2/log.1', goldenLog('log.1'));
    const { stdout } = await invoke(['chop', '--zxid', '0x10', '--in-place', path], ['no']);
    expect(stdout).toContain(
      `There is no snapshot in ${folder.path}/logs/version-2: remove those behind 0x10 from dataDir (--data-dir finds them).\n`,
    );
  });

  test('--data-dir says where they are', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('logs/version-2/log.1', goldenLog('log.1'));
    for (const name of ['snapshot.0', 'snapshot.2e']) folder.write(`data/version-2/${name}`, goldenSnapshot(name));
    const dataDir = join(folder.path, 'data');
    const { stdout } = await invoke(['chop', '--zxid', '16', '--in-place', '--data-dir', dataDir, path], ['no']);
    expect(stdout).toContain(`Later transactions stay in ${dataDir}/version-2/snapshot.2e: remove these, too.\n`);
    expect(stdout).not.toContain('There is no snapshot');
  });
});

describe('with the zxid of the last transaction that can be read', () => {
  /** The length of the record of 0x11 is one that none can have. */
  function log(): Buffer {
    const bytes = goldenLog('log.1');
    bytes.writeInt32BE(-1, OFFSET_OF_11 + 8);
    return bytes;
  }

  test('what stands behind it is cut off', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', log());
    const { stdout, code } = await invoke(['chop', '--yes', '--zxid', '0x10', '--in-place', path]);
    expect(stdout).toContain(
      `This removes all from offset ${OFFSET_OF_11} on, which cannot be read (a record at offset ${OFFSET_OF_11} has a length`,
    );
    expect(folder.read('log.1')).toEqual(goldenLog('log.1').subarray(0, OFFSET_OF_11));
    expect(code).toBe(0);
    expect((await invoke(['log', path])).code).toBe(0);
  });

  test('it is told what goes unread', async () => {
    using folder = new TemporaryFolder();
    const { stdout } = await invoke(['chop', '--zxid', '0x9', '--in-place', folder.write('log.1', log())], ['no']);
    expect(stdout).toContain(
      `This removes 7 transactions (0xa to 0x10), and all from offset ${OFFSET_OF_11} on, which cannot be read`,
    );
  });
});

test('a copy may be read by whom the log may be', async () => {
  using folder = new TemporaryFolder();
  const path = folder.write('log.1', tornLog());
  chmodSync(path, 0o640);
  if (process.getuid?.() === 0) chownSync(path, 12, 34);
  const { uid, gid } = statSync(path);
  await invoke(['chop', '--yes', path]);
  const { mode, ...copy } = statSync(join(folder.path, 'backup.log.1'));
  expect([mode & 0o777, copy.uid, copy.gid]).toEqual([0o640, uid, gid]);
});
