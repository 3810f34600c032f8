import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goldenLog, goldenSnapshot, goldenText } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const TITLE = 'ZooKeeper Transactional Log File with dbid 0 txnlog format version 2\n';
const QUESTION = 'Would you like to fix it (Yes/No/Abort) ? ';

/** Where the checksums of two records are that are damaged below: 0x9 and 0x10. */
const CHECKSUM_OFFSETS = [1054, 1691];

function damagedLog(): Buffer {
  const log = goldenLog('log.1');
  for (const offset of CHECKSUM_OFFSETS) log[offset + 7]! ^= 0xff;
  return log;
}

/** What TxnLogToolkit prints of a transaction. */
function lineOf(zxid: string): string {
  const line = goldenText('log.1')
    .split('\n')
    .find((one) => one.includes(` zxid ${zxid} `));
  return `${line}\n`;
}

describe('repair', () => {
  test('makes every checksum right that is wrong, in a copy', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', damagedLog());
    const { stdout, code } = await invoke(['repair', '--yes', path]);
    const fixed = ['0x9', '0x10'].map((zxid) => `CRC FIXED - ${lineOf(zxid)}`).join('');
    const end = `EOF reached after 46 txns.\nRecovery file ${path}.fixed has been written with 2 fixed CRC error(s)\n`;
    expect(stdout).toBe(`${TITLE}${fixed}${end}`);
    expect(folder.read('log.1.fixed')).toEqual(goldenSnapshot('log.1'));
    expect(folder.read('log.1')).toEqual(damagedLog());
    expect(code).toBe(0);
  });

  test('asks about each', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', damagedLog());
    const { stdout, code } = await invoke(['repair', path], ['perhaps', 'No', 'y']);
    expect(stdout).toBe(
      `${TITLE}CRC ERROR - ${lineOf('0x9')}${QUESTION}${QUESTION}CRC ERROR - ${lineOf('0x10')}${QUESTION}` +
        `EOF reached after 46 txns.\nRecovery file ${path}.fixed has been written with 1 fixed CRC error(s)\n`,
    );
    const [left] = CHECKSUM_OFFSETS;
    const fixed = folder.read('log.1.fixed');
    expect(fixed.subarray(left, left! + 8)).toEqual(damagedLog().subarray(left, left! + 8));
    expect((await invoke(['log', `${path}.fixed`])).stdout.match(/CRC ERROR/gu)).toHaveLength(1);
    expect(code).toBe(1);
  });

  test('writes nothing when the user gives up', async () => {
    using folder = new TemporaryFolder();
    const { stderr, code } = await invoke(['repair', folder.write('log.1', damagedLog())], ['yes', 'a']);
    expect([stderr, code]).toEqual(['Recovery aborted.\n', 1]);
    expect(readdirSync(folder.path)).toEqual(['log.1']);
  });

  test('prints all transactions when that is wanted', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    const { stdout } = await invoke(['repair', '--verbose', path]);
    expect(stdout).toBe(
      `${goldenText('log.1')}Recovery file ${path}.fixed has been written with 0 fixed CRC error(s)\n`,
    );
  });

  test('keeps what stands before a record that is cut short', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', damagedLog().subarray(0, 1800));
    const { stderr, code } = await invoke(['repair', '--yes', path]);
    expect(stderr).toContain('a record at offset 1793 is cut short');
    expect(folder.read('log.1.fixed')).toEqual(goldenLog('log.1').subarray(0, 1793));
    expect(code).toBe(1);
  });

  test('takes no record that has no end mark', async () => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke([
      'repair',
      '--yes',
      folder.write('log.1', goldenLog('log.1').fill(0, 5412)),
    ]);
    expect(stderr).toContain('Last transaction was partial');
    expect(stdout).not.toContain('EOF reached');
    expect(folder.read('log.1.fixed')).toEqual(goldenLog('log.1').subarray(0, 5352));
    expect(code).toBe(1);
  });

  test('overwrites no file', async () => {
    using folder = new TemporaryFolder();
    folder.write('log.1.fixed', 'older');
    const { stderr, code } = await invoke(['repair', '--yes', folder.write('log.1', damagedLog())]);
    expect(stderr).toContain('log.1.fixed exists already');
    expect(folder.read('log.1.fixed').toString()).toBe('older');
    expect(code).toBe(2);
  });
});
