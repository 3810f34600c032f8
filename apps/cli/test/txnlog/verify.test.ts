import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryLock, DurableMark, nodeFileSystem, thisProcess } from '@zookit/txnlog';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { goldenLog, goldenSnapshot } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** The directory that an Apache server left: two snapshots, 46 and 11 transactions. */
let folder: TemporaryFolder;
let directory: string;

beforeEach(() => {
  folder = new TemporaryFolder();
  directory = join(folder.path, 'version-2');
  for (const name of ['log.1', 'log.2f']) folder.write(`version-2/${name}`, goldenLog(name));
  for (const name of ['snapshot.0', 'snapshot.2e']) folder.write(`version-2/${name}`, goldenSnapshot(name));
  onTestFinished(() => {
    folder[Symbol.dispose]();
  });
});

/** Runs `verify`; the directory's own path is left out of what it prints. */
async function verify(...options: readonly string[]): Promise<{ lines: string[]; stderr: string; code: number }> {
  const { stdout, stderr, code } = await invoke(['verify', ...options, folder.path]);
  const lines = stdout.replaceAll(`${directory}/`, '').trimEnd().split('\n');
  return { lines, stderr: stderr.replaceAll(`${directory}/`, ''), code };
}

function damage(name: string, offset: number): void {
  const bytes = folder.read(`version-2/${name}`);
  bytes[offset]! ^= 1;
  folder.write(`version-2/${name}`, bytes);
}

/** Where log.2f has the record of 0x30. */
const OFFSET_OF_30 = 111;

const SOUND = [
  'ok      log.1: 46 transactions (0x1 to 0x2e)',
  'ok      log.2f: 11 transactions (0x2f to 0x39)',
  'ok      snapshot.0: 5 znodes, 0 sessions, without a digest',
  'ok      snapshot.2e: 35 znodes, 1 session, digest 0xf040930e6 fits',
];
const RECOVERY =
  'A server would recover snapshot.2e and 11 transactions, up to 0x39: 32 znodes, 1 session, digest 0xda07081cb.';

describe('a sound directory', () => {
  test('is said to be sound, file by file, and is not changed', async () => {
    const before = readdirSync(directory).map((name) => [name, folder.read(`version-2/${name}`)]);
    expect(await verify()).toEqual({ lines: [...SOUND, RECOVERY, 'All is sound.'], stderr: '', code: 0 });
    expect(readdirSync(directory).map((name) => [name, folder.read(`version-2/${name}`)])).toEqual(before);
  });

  test('may be named by its version-2, and have its logs elsewhere', async () => {
    expect((await invoke(['verify', directory])).code).toBe(0);
    for (const name of ['log.1', 'log.2f']) {
      folder.write(`logs/version-2/${name}`, folder.read(`version-2/${name}`));
      rmSync(join(directory, name));
    }
    const { lines, code } = await verify('--log-dir', join(folder.path, 'logs'));
    expect(lines.at(-2)).toBe(RECOVERY);
    expect(code).toBe(0);
  });

  test('is told of in JSON', async () => {
    const { lines, code } = await verify('--json');
    const objects = lines.map((line) => JSON.parse(line) as unknown);
    expect(objects).toHaveLength(5);
    expect(objects[1]).toEqual({
      file: 'log.2f',
      kind: 'log',
      status: 'ok',
      transactions: 11,
      firstZxid: '0x2f',
      lastZxid: '0x39',
      remarks: [],
    });
    expect(objects[3]).toEqual({
      file: 'snapshot.2e',
      kind: 'snapshot',
      status: 'ok',
      znodes: 35,
      sessions: 1,
      digest: '0xf040930e6',
      digestZxid: '0x2e',
      remarks: [],
    });
    expect(objects[4]).toEqual({
      kind: 'recovery',
      status: 'ok',
      snapshotZxid: '0x2e',
      replayed: 11,
      lastZxid: '0x39',
      znodes: 32,
      sessions: 1,
      digest: '0xda07081cb',
    });
    expect(code).toBe(0);
  });

  test('may be empty', async () => {
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    expect((await verify()).lines).toEqual(['A server would begin with an empty tree.', 'All is sound.']);
  });
});

describe('what a crash leaves is no damage:', () => {
  test('a write that was cut short', async () => {
    folder.write('version-2/log.2f', goldenLog('log.2f').fill(0, OFFSET_OF_30 + 40));
    const { lines, code } = await verify();
    expect(lines[1]).toBe(
      'note    log.2f: 1 transaction (0x2f); a write that a crash cut short at offset 111, which no server counts',
    );
    expect(lines.at(-2)).toMatch(/^A server would recover snapshot\.2e and 1 transaction, up to 0x2f:/u);
    expect(code).toBe(0);
  });

  test('an end mark that is missing', async () => {
    folder.write('version-2/log.2f', goldenLog('log.2f').fill(0, OFFSET_OF_30 + 12 + 66));
    const { lines, code } = await verify();
    expect(lines[1]).toMatch(
      /^note {4}log\.2f: 2 transactions \(0x2f to 0x30\); the last transaction, at offset 111, lacks/u,
    );
    expect(lines.at(-2)).toContain('2 transactions, up to 0x30');
    expect(code).toBe(0);
  });

  test('a log without transactions, an unfinished snapshot', async () => {
    folder.write('version-2/log.3a', '');
    folder.write('version-2/snapshot.39.tmp', 'ZKSN');
    const { lines, code } = await verify();
    expect(lines).toContain('note    log.3a: no transaction; a server removes it when it starts');
    expect(lines).toContain('note    snapshot.39.tmp: an unfinished file, which a server removes when it starts');
    expect(lines.at(-2)).toBe(RECOVERY);
    expect(code).toBe(0);
    expect(readdirSync(directory)).toContain('snapshot.39.tmp');
  });
});

describe('damage is found', () => {
  test('in a log, with what is behind it', async () => {
    damage('log.2f', OFFSET_OF_30 + 50);
    const { lines, code } = await verify();
    expect(lines[1]).toMatch(
      /^damaged log\.2f: 1 transaction \(0x2f\); damaged at offset 111: a record that fails its checks.*; 9 sound records behind it$/u,
    );
    expect(lines.at(-2)).toMatch(/^A server would refuse to start: log\.2f is damaged at offset 111: /u);
    expect(lines.at(-1)).toBe('1 file damaged.');
    expect(code).toBe(1);
  });

  test('in a snapshot: an older one would be taken', async () => {
    damage('snapshot.2e', 3000);
    const { lines, code } = await verify();
    expect(lines[3]).toMatch(/^damaged snapshot\.2e: unreadable; damaged at offset \d+: /u);
    expect(lines.at(-2)).toBe(RECOVERY.replace('snapshot.2e and 11', 'snapshot.0 and 57'));
    expect(code).toBe(1);
  });

  test('in all snapshots', async () => {
    for (const name of ['snapshot.0', 'snapshot.2e']) damage(name, 100);
    const { lines, code } = await verify();
    expect(lines.filter((line) => line.startsWith('damaged snapshot.'))).toHaveLength(2);
    expect(lines.at(-2)).toMatch(/^A server would refuse to start: .*no snapshot can be read/u);
    expect(lines.at(-1)).toBe('2 files damaged.');
    expect(code).toBe(1);
  });

  test('where a log is missing between others', async () => {
    const log = goldenLog('log.2f');
    folder.write('version-2/log.30', Buffer.concat([log.subarray(0, 16), log.subarray(OFFSET_OF_30)]));
    rmSync(join(directory, 'log.2f'));
    const { lines, code } = await verify();
    expect(lines[1]).toBe(
      'damaged log.30: 10 transactions (0x30 to 0x39); it does not go on behind 0x2e, where log.1 ends',
    );
    expect(lines.at(-2)).toMatch(/^A server would refuse to start: .* transaction 0x30 does not follow 0x2e$/u);
    expect(code).toBe(1);
  });

  test('in the order of a log', async () => {
    const log = goldenLog('log.1');
    folder.write('version-2/log.1', Buffer.concat([log.subarray(0, 1054), log.subarray(1133)])); // 0x9 is left out
    const { lines, code } = await verify();
    expect(lines[0]).toBe('damaged log.1: 45 transactions (0x1 to 0x2e); 0xa does not follow 0x8');
    expect(code).toBe(1);
  });

  test('where a log does not begin with the transaction of its name', async () => {
    renameSync(join(directory, 'log.2f'), join(directory, 'log.30'));
    const { lines, code } = await verify();
    expect(lines[1]).toContain('its first transaction is 0x2f, not that of its name');
    expect(code).toBe(1);
  });

  test('where a digest does not fit: snapshot and logs are not of one history', async () => {
    renameSync(join(directory, 'snapshot.2e'), join(directory, 'snapshot.30'));
    const { lines, code } = await verify();
    const mismatch = 'digest 0xde326773b was expected at 0x31, the tree has 0xe826fe082';
    expect(lines[3]).toBe(
      `damaged snapshot.30: 35 znodes, 1 session, without a digest; ${mismatch}, and so on for 8 transactions`,
    );
    expect(lines.at(-2)).toMatch(/^A server would recover snapshot\.30 and 9 transactions, up to 0x39: /u);
    expect(lines.at(-2)).toContain(`, but ${mismatch}.`);
    expect(code).toBe(1);
  });

  test('when more was on disk once than there is now', async () => {
    const mark = await DurableMark.create(nodeFileSystem, directory, 0x45n, () => 0);
    await mark.close();
    const { lines, code } = await verify();
    expect(lines.at(-2)).toContain('the log ends at 0x39, but 0x45 was on disk.');
    expect(lines.at(-1)).toBe('Something is missing.');
    expect(code).toBe(1);
  });

  test('in the epochs', async () => {
    folder.write('version-2/currentEpoch', '0');
    folder.write('version-2/acceptedEpoch', '1');
    expect((await verify()).lines).toContain('ok      currentEpoch: current epoch 0, accepted 1');
    folder.write('version-2/currentEpoch', '2');
    const { lines, code } = await verify();
    expect(lines[4]).toContain('it says 1, less than 2 in currentEpoch');
    expect(code).toBe(1);
  });
});

test('a gap that a snapshot bridges is no damage: a leader sent it', async () => {
  rmSync(join(directory, 'log.1'));
  folder.write('version-2/log.1', goldenLog('log.1').fill(0, 4557)); // up to 0x26
  const { lines, code } = await verify();
  expect(lines[1]).toBe(
    'note    log.2f: 11 transactions (0x2f to 0x39); it does not go on behind 0x26, where log.1 ends: snapshot.2e holds what is between',
  );
  expect(lines.at(-2)).toBe(RECOVERY);
  expect(code).toBe(0);
});

test('files that belong to nobody, or elsewhere, are named', async () => {
  folder.write('version-2/log.1.bak', 'copy');
  folder.write('version-2/notes.txt', 'note');
  folder.write('version-2/zookit.0123456789abcdef.sock', '');
  folder.write('logs/version-2/snapshot.5', 'ZKSN');
  const { lines, code } = await verify();
  expect(lines.join('\n')).not.toContain('.sock');
  expect(lines).toContain("note    log.1.bak: Apache's server would take it for one of its own: move it away");
  expect(lines).toContain('note    notes.txt: no file of a server');
  expect(code).toBe(0);
  const split = await verify('--log-dir', join(folder.path, 'logs'));
  expect(split.lines.filter((line) => line.includes('it belongs in')).map((line) => line.split(' ')[1])).toEqual([
    `${folder.path}/logs/version-2/snapshot.5:`,
    'log.1:',
    'log.2f:',
  ]);
  expect(split.code).toBe(1);
});

test('a server that runs is named, and what it is writing is left out', async () => {
  const lock = await DirectoryLock.take(nodeFileSystem, directory, thisProcess);
  const mark = await DurableMark.create(nodeFileSystem, directory, 0x45n, () => 0);
  folder.write('version-2/log.2f', goldenLog('log.2f').fill(0, OFFSET_OF_30 + 40));
  folder.write('version-2/snapshot.45.tmp', 'ZKSN');
  const { lines, stderr, code } = await verify();
  await mark.close();
  await lock.release();
  expect(stderr).toMatch(
    /^zookit-txnlog: process \d+ on .* is using this directory: what it writes meanwhile is left out\.\n$/u,
  );
  expect(lines.at(-2)).toMatch(/^A server would recover snapshot\.2e and 1 transaction, up to 0x2f:/u);
  expect(code).toBe(0);
});

describe('what is no data directory is refused', () => {
  test.for([
    ['nothing', (path: string) => join(path, 'none'), 'no such file or directory'],
    ['a file', (path: string) => join(path, 'version-2/log.1'), 'is no directory. Name the dataDir of a server.'],
    ['another directory', () => '/usr', 'is no dataDir of a server: it has no version-2 in it.'],
  ] as const)('%s', async ([, pathIn, reason]) => {
    const { stdout, stderr, code } = await invoke(['verify', pathIn(folder.path)]);
    expect(stderr).toContain(reason);
    expect([stdout, code]).toEqual(['', 2]);
  });
});
