import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { adler32 } from '@zookit/txnlog';
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
async function verify(...options: readonly string[]): Promise<{ lines: string[]; code: number }> {
  const { stdout, code } = await invoke(['verify', ...options, folder.path]);
  return { lines: stdout.replaceAll(`${directory}/`, '').trimEnd().split('\n'), code };
}

/** A log of some of the golden one's records. */
function part(name: string, from: number, to?: number): Buffer {
  return Buffer.concat([goldenLog(name).subarray(0, 16), goldenLog(name).subarray(from, to)]);
}

/** Where log.1 has the record of 0x11, and log.2f that of 0x30. */
const OFFSET_OF_11 = 1793;
const OFFSET_OF_30 = 111;

/** The golden snapshot.2e with another digest; the seals behind it fit. */
function snapshotWithDigest(digest: bigint): Buffer {
  const bytes = Buffer.from(goldenSnapshot('snapshot.2e'));
  const digestAt = bytes.indexOf(Buffer.from('0000000f040930e6', 'hex'));
  bytes.writeBigInt64BE(digest, digestAt);
  for (let sealAt = digestAt + 8; sealAt < bytes.length; sealAt += 13 + 8) {
    bytes.writeBigInt64BE(BigInt(adler32(bytes.subarray(0, sealAt))), sealAt);
  }
  return bytes;
}

describe('a snapshot’s digest that is not that of its znodes', () => {
  test('is no damage when later ones fit', async () => {
    folder.write('version-2/snapshot.2e', snapshotWithDigest(5n));
    const { lines, code } = await verify();
    expect(lines).toContain(
      'note    snapshot.2e: 35 znodes, 1 session; its digest is a transaction behind its znodes, as with Apache under load; later ones fit',
    );
    expect(lines.at(-2)).toMatch(/digest 0xda07081cb\.$/u);
    expect(code).toBe(0);
  });

  test('is damage when no later one follows', async () => {
    folder.write('version-2/snapshot.2e', snapshotWithDigest(5n));
    rmSync(join(directory, 'log.2f'));
    const { lines, code } = await verify();
    expect(lines).toContain(
      'damaged snapshot.2e: 35 znodes, 1 session; digest 0x5 was expected at 0x2e, the tree has 0xf040930e6',
    );
    expect(code).toBe(1);
  });
});

describe('a log that is missing is noticed,', () => {
  test('though a later snapshot holds what was in it', async () => {
    folder.write('version-2/log.1', part('log.1', 16, 1054)); // up to 0x8
    folder.write('version-2/log.11', part('log.1', OFFSET_OF_11));
    const { lines, code } = await verify();
    expect(lines).toContain(
      'damaged log.11: 30 transactions (0x11 to 0x2e); it does not go on behind 0x8, where log.1 ends',
    );
    expect(lines.at(-2)).toMatch(/^A server would recover snapshot\.2e and 11 transactions/u);
    expect(code).toBe(1);
  });

  test('when no other one follows', async () => {
    rmSync(join(directory, 'log.2f'));
    folder.write('version-2/log.1', part('log.1', 16, OFFSET_OF_11));
    const { lines, code } = await verify();
    expect(lines[1]).toBe(
      'note    snapshot.0: 5 znodes, 0 sessions, without a digest; what follows ends at 0x10, before snapshot.2e: no server could fall back to it',
    );
    expect(code).toBe(0);
  });

  test('when there is none at all', async () => {
    for (const name of ['log.1', 'log.2f']) rmSync(join(directory, name));
    const { lines, code } = await verify();
    expect(lines).toContain(
      `note    ${directory}: there is no log: where zoo.cfg has a dataLogDir, --log-dir names it`,
    );
    expect(code).toBe(0);
  });
});

test('two logs that have the same transactions are damage, whatever snapshot there is', async () => {
  folder.write('version-2/log.11', part('log.1', OFFSET_OF_11));
  folder.write('version-2/snapshot.39', goldenSnapshot('snapshot.2e'));
  const { lines, code } = await verify();
  expect(lines[1]).toMatch(/^damaged log\.11: .*: both have 0x11$/u);
  expect(code).toBe(1);
});

test('a log among the snapshots keeps a server from starting', async () => {
  for (const name of ['log.1', 'log.2f']) {
    folder.write(`logs/version-2/${name}`, goldenLog(name));
    rmSync(join(directory, name));
  }
  folder.write('version-2/log.50', part('log.2f', OFFSET_OF_30));
  const { lines, code } = await verify('--log-dir', join(folder.path, 'logs'));
  expect(lines.at(-2)).toMatch(/^A server would refuse to start: .*log\.50 does not belong here but in/u);
  expect(code).toBe(1);
});

describe('one file that cannot be read does not keep the others from being checked:', () => {
  test.for([
    ['a directory', (path: string) => mkdirSync(path), 'it is a directory'],
    [
      'a link to nothing',
      (path: string) => {
        symlinkSync('nothing', path);
      },
      'no such file or directory',
    ],
  ] as const)('%s that is called as a log', async ([, make, reason]) => {
    make(join(directory, 'log.3a'));
    const { lines, code } = await verify();
    expect(lines).toContain(`damaged log.3a: no transaction; it cannot be read: ${reason}`);
    expect(lines).toContain('ok      log.2f: 11 transactions (0x2f to 0x39)');
    expect(lines.at(-2)).toBe(`A server would refuse to start: log.3a: ${reason}`);
    expect(code).toBe(1);
  });

  test('a directory that is called as a snapshot', async () => {
    mkdirSync(join(directory, 'snapshot.50'));
    const { lines, code } = await verify();
    expect(lines).toContain('damaged snapshot.50: unreadable; it is a directory');
    expect(lines.at(-2)).toBe('A server would refuse to start: snapshot.50: it is a directory');
    expect(code).toBe(1);
  });

  test('a directory that is called as the epoch', async () => {
    mkdirSync(join(directory, 'currentEpoch'));
    const { lines, code } = await verify();
    expect(lines.join('\n')).toMatch(/^damaged currentEpoch: it is a directory$/mu);
    expect(code).toBe(1);
  });
});

test('a mark that cannot be read is named', async () => {
  folder.write('version-2/durableZxid', 'no zxid');
  const { lines, code } = await verify();
  expect(lines).toContain(
    'note    durableZxid: it holds no zxid, so that a server would not notice a log that lost its end',
  );
  expect(code).toBe(0);
});

test('only what a server removes is said to be removed', async () => {
  for (const name of ['snapshot.39.gz.tmp', 'currentEpoch.tmp', 'my.tmp']) folder.write(`version-2/${name}`, '0');
  const { lines } = await verify();
  expect(lines.filter((line) => line.includes('.tmp'))).toEqual([
    'note    currentEpoch.tmp: what a crash left of a write: a server may need it',
    'note    my.tmp: no file of a server',
    'note    snapshot.39.gz.tmp: an unfinished file, which a server removes when it starts',
  ]);
});

test('what is wrong with an epoch is said of its file', async () => {
  folder.write('version-2/currentEpoch', '2');
  folder.write('version-2/acceptedEpoch', '1');
  const { lines } = await verify();
  expect(lines[4]).toMatch(/^damaged acceptedEpoch: it says 1, less than 2 in currentEpoch\./u);
});

test('a compressed snapshot is called by its name', async () => {
  rmSync(join(directory, 'log.2f'));
  renameSync(join(directory, 'snapshot.2e'), join(folder.path, 'snapshot.2e'));
  folder.write('version-2/snapshot.39.gz', goldenSnapshot('snapshot.39.gz'));
  const { lines } = await verify();
  expect(lines.at(-2)).toMatch(/^A server would recover snapshot\.39\.gz and 0 transactions/u);
});
