import { describe, expect, test } from 'vitest';
import { goldenLog, goldenSnapshot, goldenText } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** A setData of `/app/cfg` (zxid 9): the byte is the slash in the middle of the path. */
const DAMAGED_OFFSET = 1106;

/** Where the record begins that this is in. */
const DAMAGED_RECORD_OFFSET = 1054;

function damagedLog(): Buffer {
  const log = goldenLog('log.1');
  log[DAMAGED_OFFSET]! ^= 1;
  return log;
}

describe('log prints', () => {
  test.for(['log.1', 'log.2f'])('%s as TxnLogToolkit does', async (name) => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke(['log', folder.write(name, goldenLog(name))]);
    expect(stdout).toBe(goldenText(name));
    expect([stderr, code]).toEqual(['', 0]);
  });

  test('logs one after the other', async () => {
    using folder = new TemporaryFolder();
    const paths = ['log.1', 'log.2f'].map((name) => folder.write(name, goldenLog(name)));
    expect((await invoke(['log', ...paths])).stdout).toBe(goldenText('log.1') + goldenText('log.2f'));
  });

  test('only the transactions in a range', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    const { stdout } = await invoke(['log', '--from', '0x9', '--to', '10', path]);
    const [title, ...lines] = stdout.split('\n');
    expect(title).toMatch(/^ZooKeeper Transactional Log File/u);
    expect(lines.map((line) => line.replace(/^.* zxid /u, ''))).toEqual([
      '0x9 setData /app/cfg,v1,1',
      '0xa setData /app/cfg,v2 is longer,2',
      'EOF reached after 46 txns.',
      '',
    ]);
  });

  test('a record with a wrong checksum twice, and goes on behind it', async () => {
    using folder = new TemporaryFolder();
    const { stdout, code } = await invoke(['log', folder.write('log.1', damagedLog())]);
    const line = stdout.split('\n').find((one) => one.startsWith('CRC ERROR - '))!;
    expect(line).toMatch(/zxid 0x9 setData \/app.cfg,v1,1$/u);
    expect(stdout).toContain(`${line}\n${line.replace('CRC ERROR - ', '')}\n`);
    expect(stdout).toMatch(/EOF reached after 46 txns\.\n$/u);
    expect(code).toBe(1);
  });

  test('what it can of a record that is no transaction', async () => {
    using folder = new TemporaryFolder();
    const log = goldenLog('log.1');
    log.writeInt32BE(77, DAMAGED_RECORD_OFFSET + 12 + 28); // its type
    const { stdout, code } = await invoke(['log', folder.write('log.1', log)]);
    const reason = `the record at offset ${DAMAGED_RECORD_OFFSET} cannot be read: no transaction has type 77`;
    expect(stdout).toContain(`CRC ERROR - ${reason}\n${reason}\n`);
    expect(code).toBe(1);
  });
});

describe('log --json prints', () => {
  test('an object per transaction', async () => {
    using folder = new TemporaryFolder();
    const { stdout, code } = await invoke(['log', '--json', folder.write('log.1', goldenLog('log.1'))]);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(objects).toHaveLength(46);
    expect(objects[2]).toEqual({
      zxid: '0x3',
      session: '0x100000f0a2b0000',
      cxid: 1,
      time: '2026-11-21T22:08:42.843Z',
      type: 'create',
      txn: {
        path: '/app',
        data: 'YXBwIHJvb3Q=',
        text: 'app root',
        acl: [{ permissions: 31, id: { scheme: 'world', id: 'anyone' } }],
        ephemeral: false,
        parentCversion: 1,
      },
      digest: '0x19f7ab0f3',
      offset: 138,
    });
    expect(code).toBe(0);
  });

  test.for([
    ['0x4', 'null data', { data: null, text: undefined }],
    ['0x5', 'empty data', { data: '', text: undefined }],
    ['0x6', 'data that is no text', { path: '/app/bin', text: undefined }],
    ['0x7', 'data that is text beyond ASCII', { path: '/app/ünïcødé-日本', data: 'zrHOss6z', text: 'αβγ' }],
    ['0xb', 'an error by its name', { error: -103, name: 'BadVersion' }],
    ['0x22', 'a time to live as a number', { ttl: 3_600_000 }],
    ['0x2c', 'the paths of a session', { pathsToDelete: ['/eph/b-0000000001', '/eph/b-0000000002'] }],
  ] as const)('%s with %s', async ([zxid, , fields]) => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    const { stdout } = await invoke(['log', '--json', '--from', zxid, '--to', zxid, path]);
    const { txn } = JSON.parse(stdout) as { txn: object };
    expect({ text: undefined, ...txn }).toMatchObject(fields);
  });

  test('the parts of a multi as transactions', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1'));
    const { stdout } = await invoke(['log', '--json', '--from', '0x25', '--to', '0x25', path]);
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'multi',
      txn: {
        txns: [
          { type: 'create', path: '/m/never', text: '1' },
          { type: 'error', error: -103, name: 'BadVersion' },
          { type: 'error', error: -2, name: 'RuntimeInconsistency' },
          { type: 'error', error: -2, name: 'RuntimeInconsistency' },
        ],
      },
    });
  });

  test('the bytes of a part that cannot be read', async () => {
    using folder = new TemporaryFolder();
    const log = goldenLog('log.1');
    log.writeInt32BE(0x1000, 4152 + 12 + 32 + 4 + 8); // the length of the path of the first part of 0x25
    const path = folder.write('log.1', log);
    const { stdout, code } = await invoke(['log', '--json', '--from', '0x25', '--to', '0x25', path]);
    const { txn, crcError } = JSON.parse(stdout) as { txn: { txns: object[] }; crcError: boolean };
    expect(txn.txns).toHaveLength(4);
    expect(txn.txns[0]).toMatchObject({
      type: 'create',
      unreadable: expect.stringMatching(/exceeds the limit of 49 bytes/u) as string,
      data: expect.stringMatching(/^AAAQ/u) as string,
    });
    expect([crcError, code]).toEqual([true, 1]);
  });

  test('the file, where there are several, and wrong checksums', async () => {
    using folder = new TemporaryFolder();
    const paths = [folder.write('log.1', damagedLog()), folder.write('log.2f', goldenLog('log.2f'))];
    const { stdout, code } = await invoke(['log', '--json', ...paths]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ crcError }) => crcError === true).map(({ zxid }) => zxid)).toEqual(['0x9']);
    expect(new Set(lines.map(({ file }) => file))).toEqual(new Set(paths));
    expect(code).toBe(1);
  });
});

describe('the end of a log', () => {
  const records = goldenSnapshot('log.1');
  const whole = goldenLog('log.1');

  test.for([
    ['a file that ends in a record', records.subarray(0, 100), 'a record at offset 77 is cut short', 1],
    ['a missing end mark', withByte(whole, DAMAGED_RECORD_OFFSET + 12 + 66, 0), 'Last transaction was partial', 9],
    [
      'a length that none can have',
      withByte(whole, DAMAGED_RECORD_OFFSET + 8, 0x7f),
      'a record at offset 1054 has a length',
      8,
    ],
    [
      'bytes behind the last record',
      withByte(whole, 60_000, 1),
      'there is something behind the last record, at offset 60000',
      46,
    ],
  ] as const)('%s is told', async ([, content, reason, count]) => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke(['log', folder.write('log.1', content)]);
    expect(stderr).toContain(reason);
    expect(stdout.match(/ zxid 0x/gu)).toHaveLength(count);
    expect(code).toBe(1);
  });
});

function withByte(bytes: Buffer, offset: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[offset] = value;
  return changed;
}

describe('what is no log is refused', () => {
  test.for([
    ['a snapshot', () => goldenSnapshot('snapshot.0'), 'is a snapshot, not a log', 2],
    ['something else', () => Buffer.from('#!/bin/sh\nexit 0\n'), 'Invalid magic number for', 2],
    ['an empty file', () => Buffer.alloc(0), 'has no header and holds no transaction', 1],
    ['a header of zeros before records', () => goldenLog('log.1').fill(0, 0, 16), '46 sound records behind that', 1],
    ['a wrong first byte', () => goldenLog('log.1').fill(0x5b, 0, 1), '46 sound records behind that', 1],
    ['half a header', () => goldenLog('log.1').subarray(0, 7), 'ends inside its header', 1],
  ] as const)('%s', async ([, content, reason, exitCode]) => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke(['log', folder.write('file', content())]);
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/^zookit-txnlog: .*\n$/u);
    expect([stdout, code]).toEqual(['', exitCode]);
  });

  test('a damaged one goes by its name', async () => {
    using folder = new TemporaryFolder();
    const { stderr, code } = await invoke(['log', folder.write('log.1', Buffer.from('#!/bin/sh\nexit 0\n'))]);
    expect(stderr).toContain('log.1 is damaged: it does not begin as a log does.');
    expect(code).toBe(1);
  });

  test('a directory, a file that is not there', async () => {
    using folder = new TemporaryFolder();
    const directory = await invoke(['log', folder.path]);
    expect(directory.stderr).toContain(`${folder.path} is a directory. Name a log in it`);
    expect(directory.code).toBe(2);
    const path = `${folder.path}/log.9`;
    const { code, stderr } = await invoke(['log', path]);
    expect([code, stderr]).toEqual([2, `zookit-txnlog: ${path}: no such file or directory\n`]);
  });
});

test('a log of another version is printed, but no server takes it, nor is it changed', async () => {
  using folder = new TemporaryFolder();
  const path = folder.write('log.1', withByte(goldenLog('log.1'), 7, 3));
  const { stdout, stderr, code } = await invoke(['log', path]);
  expect(stdout).toContain('txnlog format version 3\n');
  expect(stdout).toContain('EOF reached after 46 txns.');
  expect(stderr).toContain('its header is not that of a log, but 5a4b4c47000000030000000000000000: no server takes it');
  expect(code).toBe(1);
  for (const command of ['chop', 'repair']) {
    expect(await invoke([command, '--yes', path])).toMatchObject({ stdout: '', code: 1 });
  }
});
