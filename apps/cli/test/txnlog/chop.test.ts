import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryLock, DurableMark, nodeFileSystem, thisProcess } from '@zookit/txnlog';
import { describe, expect, test } from 'vitest';
import { goldenLog, goldenSnapshot } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { END_OFFSET, LAST_OFFSET, OFFSET_OF_11, tornLog, unmarkedLog } from './torn-logs.ts';

describe('chop without a zxid', () => {
  test('leaves a log alone that ends in good order', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    const { stdout, code } = await invoke(['chop', path]);
    expect(stdout).toBe(
      `${path} holds 46 transactions (0x1 to 0x2e) and ends in good order at offset ${END_OFFSET}: there is nothing to cut.\n`,
    );
    expect(code).toBe(0);
    expect(readdirSync(folder.path)).toEqual(['log.1']);
  });

  test('says what a crash left of a write, and cuts it off when that is wanted', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', tornLog());
    const { stdout, code } = await invoke(['chop', path], ['what?', 'YES']);
    expect(stdout).toContain(
      `${path} holds 45 transactions (0x1 to 0x2d). From offset ${LAST_OFFSET} on there are 24 bytes`,
    );
    expect(stdout).toContain(`A copy of the log as it is will be kept in ${folder.path}/backup.log.1.\n`);
    expect(stdout.match(/Would you like to cut it off \(Yes\/No\) \? /gu)).toHaveLength(2);
    expect(stdout).toMatch(/Cut at offset 5352\.\n$/u);
    expect(folder.read('log.1')).toEqual(goldenLog('log.1').subarray(0, LAST_OFFSET));
    expect(folder.read('backup.log.1')).toEqual(tornLog());
    expect(code).toBe(0);
    expect((await invoke(['log', path])).code).toBe(0);
  });

  test('changes nothing when the answer is no', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', tornLog());
    const { code } = await invoke(['chop', path], ['n']);
    expect(folder.read('log.1')).toEqual(tornLog());
    expect(readdirSync(folder.path)).toEqual(['log.1']);
    expect(code).toBe(1);
  });

  test('adds an end mark that is missing: the record counts', async () => {
    using folder = new TemporaryFolder();
    const { stdout, code } = await invoke(['chop', '--yes', folder.write('log.1', unmarkedLog())]);
    expect(stdout).toContain('The last of them, at offset 5352, is whole but for the mark that ends it.');
    expect(folder.read('log.1')).toEqual(goldenLog('log.1'));
    expect(code).toBe(0);
  });

  test.for([
    ['a torn write', tornLog, goldenLog('log.1').subarray(0, LAST_OFFSET)],
    ['a missing end mark', unmarkedLog, goldenSnapshot('log.1')],
  ] as const)('writes a copy without %s on request', async ([, log, expected]) => {
    using folder = new TemporaryFolder();
    const output = join(folder.path, 'copy');
    const { code } = await invoke(['chop', '--output', output, folder.write('log.1', log())]);
    expect(folder.read('copy')).toEqual(expected);
    expect(folder.read('log.1')).toEqual(log());
    expect(code).toBe(0);
  });

  test('leaves damage alone, and says what could be kept', async () => {
    using folder = new TemporaryFolder();
    const log = goldenLog('log.1');
    log[OFFSET_OF_11 + 20]! ^= 1;
    const { stderr, code } = await invoke(['chop', '--yes', folder.write('log.1', log)]);
    expect(stderr).toContain(`is damaged at offset ${OFFSET_OF_11}`);
    expect(stderr).toContain('`chop --zxid 0x10` keeps what stands before it, and gives up all that is behind.');
    expect(readdirSync(folder.path)).toEqual(['log.1']);
    expect(code).toBe(1);
  });

  test('overwrites no file', async () => {
    using folder = new TemporaryFolder();
    folder.write('backup.log.1', 'older');
    const { stderr, code } = await invoke(['chop', '--yes', folder.write('log.1', tornLog())]);
    expect(stderr).toContain('backup.log.1 exists already');
    expect(folder.read('backup.log.1').toString()).toBe('older');
    expect(folder.read('log.1')).toEqual(tornLog());
    expect(code).toBe(2);
  });

  test('changes no log of a server that runs', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', tornLog());
    const lock = await DirectoryLock.take(nodeFileSystem, folder.path, thisProcess);
    const { stderr, code } = await invoke(['chop', '--yes', path]);
    await lock.release();
    expect(stderr).toContain(`it is in use by process ${process.pid}`);
    expect(folder.read('log.1')).toEqual(tornLog());
    expect(code).toBe(2);
  });
});

describe('chop with a zxid', () => {
  const title = 'ZooKeeper Transactional Log File with dbid 0 txnlog format version 2\n';

  test('writes a copy up to it, with the words of TxnLogToolkit', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    const { stdout, code } = await invoke(['chop', '--zxid', '0x10', path]);
    expect(stdout).toBe(`${title}Chopping at 10 new log has 16 records\n${path}.chopped16 has been written.\n`);
    expect(folder.read('log.1.chopped16')).toEqual(goldenLog('log.1').subarray(0, OFFSET_OF_11));
    expect(code).toBe(0);
  });

  test('may be that of the last transaction', async () => {
    using folder = new TemporaryFolder();
    const { code } = await invoke(['chop', '--zxid', '46', folder.write('log.1', goldenLog('log.1'))]);
    expect(folder.read('log.1.chopped46')).toEqual(goldenSnapshot('log.1'));
    expect(code).toBe(0);
  });

  test.for([
    ['before it', 'log.2f', '1', 'This log does not contain zxid 1.', title],
    [
      'behind it',
      'log.1',
      '0x99',
      'This log does not contain zxid 99: it holds 46 transactions (0x1 to 0x2e).',
      `${title}EOF reached after 46 txns.\n`,
    ],
  ] as const)('that is %s writes nothing', async ([, name, zxid, reason, printed]) => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke(['chop', '--zxid', zxid, folder.write(name, goldenLog(name))]);
    expect([stdout, stderr, code]).toEqual([printed, `zookit-txnlog: ${reason}\n`, 1]);
    expect(readdirSync(folder.path)).toEqual([name]);
  });

  test('keeps no damaged record', async () => {
    using folder = new TemporaryFolder();
    const log = goldenLog('log.1');
    log[OFFSET_OF_11 + 20]! ^= 1;
    const path = folder.write('log.1', log);
    const refused = await invoke(['chop', '--zxid', '0x12', path]);
    expect(refused.stderr).toContain(`The record at offset ${OFFSET_OF_11} is damaged: its checksum is wrong.`);
    expect(refused.code).toBe(1);
    expect((await invoke(['chop', '--zxid', '0x10', path])).code).toBe(0);
  });

  test('tells of gaps', async () => {
    using folder = new TemporaryFolder();
    const log = goldenLog('log.1');
    const withGap = Buffer.concat([log.subarray(0, 1054), log.subarray(1133)]); // 0x9 is left out
    const { stdout } = await invoke(['chop', '--zxid', '0x10', folder.write('log.1', withGap)]);
    expect(stdout).toContain('There is intra-epoch gap between 8 and a\n');
  });

  test('in place says what it removes, and what else is to be done', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    folder.write('log.2f', goldenLog('log.2f'));
    folder.write('snapshot.2e', goldenSnapshot('snapshot.2e'));
    const mark = await DurableMark.create(nodeFileSystem, folder.path, 0x39n, () => 0);
    await mark.close();
    const { stdout, code } = await invoke(['chop', '--zxid', '0x10', '--in-place', path], ['y']);
    expect(stdout).toContain(`This removes 30 transactions (0x11 to 0x2e) from ${path}. A copy of it will be kept in`);
    expect(stdout).toContain('Later transactions stay in log.2f, snapshot.2e: remove these, too.\n');
    expect(stdout).toContain(`${folder.path}/durableZxid tells of later ones: remove it, or the start is refused.\n`);
    expect(folder.read('log.1')).toEqual(goldenLog('log.1').subarray(0, OFFSET_OF_11));
    expect(folder.read('backup.log.1')).toEqual(goldenLog('log.1'));
    expect(existsSync(`${folder.path}/zookit.lock`)).toBe(false);
    expect(code).toBe(0);
    expect((await invoke(['chop', '--zxid', '0x10', '--in-place', path])).stdout).toContain(
      'there is nothing behind 0x10',
    );
  });

  test('in place excludes a copy elsewhere', async () => {
    const { stderr, code } = await invoke(['chop', '--zxid', '1', '--in-place', '--output', 'x', 'log.1']);
    expect(stderr).toContain("option '--in-place' cannot be used with option '--output <file>'");
    expect(code).toBe(2);
  });

  test.for(['2e', '010', '-1', '0x', '1.5', ''])('is not written "%s"', async (zxid) => {
    const { stderr, code } = await invoke(['chop', '--zxid', zxid, 'log.1']);
    expect(stderr).toMatch(/A zxid is written 0x2e, as tools and logs show it, or 46\./u);
    expect(code).toBe(2);
  });
});
