import { join } from 'node:path';
import { startProcess } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { goldenJson, goldenLog, goldenSnapshot, goldenText } from './golden.ts';
import { invoke } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** Within the data of a znode in the middle of snapshot.2e. */
const DATA_OFFSET = 1500;

function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('snapshot prints', () => {
  test('what SnapshotFormatter does', async () => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke([
      'snapshot',
      folder.write('snapshot.2e', goldenSnapshot('snapshot.2e')),
    ]);
    expect(stdout).toBe(goldenText('snapshot.2e'));
    expect([stderr, code]).toEqual(['', 0]);
  });

  test.for(['snapshot.39.gz', 'snapshot.39.snappy'])('the data in %s as SnapshotFormatter -d does', async (name) => {
    using folder = new TemporaryFolder();
    const { stdout } = await invoke(['snapshot', '--data', folder.write(name, goldenSnapshot(name))]);
    expect(stdout).toBe(goldenText('snapshot.39.data'));
  });

  test('a snapshot of any name, by what is in it', async () => {
    using folder = new TemporaryFolder();
    const { stdout, code } = await invoke(['snapshot', folder.write('copy', goldenSnapshot('snapshot.39.gz'))]);
    expect(stdout).toContain('\n/eph/d\n');
    expect(stdout).toMatch(/Last zxid: 0x39\n$/u);
    expect(code).toBe(0);
  });

  test('an empty tree with the session that there is none of', async () => {
    using folder = new TemporaryFolder();
    const { stdout } = await invoke(['snapshot', folder.write('snapshot.0', goldenSnapshot('snapshot.0'))]);
    expect(stdout).toMatch(/^ZNode Details \(count=5\):\n----\n\/\n/u);
    expect(stdout).toMatch(/----\nSession Details \(sid, timeout, ephemeralCount\):\n----\nLast zxid: 0x0\n$/u);
  });

  test('sizes for ncdu as SnapshotFormatter -json does', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e'));
    const { stdout } = await invoke(['snapshot', '--ncdu', path]);
    const [major, minor, program, root] = JSON.parse(stdout) as unknown[];
    expect([major, minor, root]).toEqual([1, 0, goldenJson('snapshot.2e.ncdu')]);
    expect(program).toMatchObject({ progname: 'zookit-txnlog' });
  });

  test('an object for JSON per session and znode, and one for the end', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e'));
    const lines = jsonLines((await invoke(['snapshot', '--json', path])).stdout);
    expect(lines.length).toBe(1 + 34 + 1);
    expect(lines[0]).toEqual({ kind: 'session', session: '0x100000f0a2b0000', timeoutMs: 40_000, ephemeralCount: 3 });
    expect(lines.find((line) => line['path'] === '/app/cfg')).toEqual({
      kind: 'znode',
      path: '/app/cfg',
      czxid: '0x8',
      mzxid: '0xa',
      pzxid: '0x8',
      ctime: '2026-11-21T22:08:42.863Z',
      mtime: '2026-11-21T22:08:42.868Z',
      version: 2,
      cversion: 0,
      aversion: 1,
      ephemeralOwner: '0x0',
      dataLength: 12,
      acl: [
        { permissions: 31, id: { scheme: 'digest', id: 'alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=' } },
        { permissions: 1, id: { scheme: 'ip', id: '10.0.0.0/8' } },
        { permissions: 1, id: { scheme: 'world', id: 'anyone' } },
      ],
    });
    expect(lines.at(-1)).toEqual({
      kind: 'end',
      nodeCount: 34,
      digest: { zxid: '0x2e', version: 2, digest: '0xf040930e6' },
    });
  });

  test('the data for JSON when it is asked for', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e'));
    const lines = jsonLines((await invoke(['snapshot', '--json', '--data', path])).stdout);
    const dataOf = (znode: string): unknown => lines.find((line) => line['path'] === znode);
    expect(dataOf('/app/cfg')).toMatchObject({ data: 'djIgaXMgbG9uZ2Vy', text: 'v2 is longer', dataLength: 12 });
    expect(dataOf('/app/null')).toMatchObject({ data: null, dataLength: 0 });
  });

  test('all of a snapshot whose checksum is wrong, and says so', async () => {
    using folder = new TemporaryFolder();
    const bytes = goldenSnapshot('snapshot.2e');
    bytes[DATA_OFFSET]! ^= 1;
    const path = folder.write('snapshot.2e', bytes);
    const { stdout, stderr, code } = await invoke(['snapshot', path]);
    expect(stdout.match(/^ {2}cZxid/gmu)?.length).toBe(34);
    expect(stderr).toMatch(/snapshot\.2e is damaged at offset \d+: .*What could be read is printed, and may be wrong/u);
    expect(code).toBe(1);
  });

  test('the beginning of a snapshot that is cut, and says so', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e').subarray(0, DATA_OFFSET));
    const [text, json] = [await invoke(['snapshot', path]), await invoke(['snapshot', '--json', path])];
    expect(text.stdout).toContain('\n/app\n');
    expect([text.code, json.code]).toEqual([1, 1]);
    expect(jsonLines(json.stdout).map((line) => line['kind'])).not.toContain('end');
  });
});

describe('snapshot refuses', () => {
  test.for([
    ['a log', 'log.1', goldenLog('log.1'), 2, /is a log, not a snapshot/u],
    ['something else', 'notes', Buffer.from('something else'), 2, /is no snapshot/u],
    ['a snapshot that has become something else', 'snapshot.1', Buffer.alloc(500), 1, /is damaged: it does not begin/u],
    ['an empty file', 'snapshot.1', Buffer.alloc(0), 1, /is empty/u],
  ] as const)('%s', async ([, name, bytes, expectedCode, message]) => {
    using folder = new TemporaryFolder();
    const { stdout, stderr, code } = await invoke(['snapshot', folder.write(name, bytes)]);
    expect([stdout, code]).toEqual(['', expectedCode]);
    expect(stderr).toMatch(message);
  });

  test('a directory and what is not there', async () => {
    using folder = new TemporaryFolder();
    const directory = await invoke(['snapshot', folder.path]);
    expect(directory.stderr).toContain('Name a snapshot in it');
    const missing = await invoke(['snapshot', `${folder.path}/snapshot.1`]);
    expect(missing.stderr).toMatch(/snapshot\.1: no such file or directory\n$/u);
    expect([directory.code, missing.code]).toEqual([2, 2]);
  });

  test('a directory at the top, and no name at all', async () => {
    const root = await invoke(['snapshot', '/']);
    expect(root.stderr).toContain('such as /snapshot.0.');
    const nameless = await invoke(['snapshot', '']);
    expect(nameless.stderr).toBe("zookit-txnlog: '': no such file or directory\n");
    expect([root.code, nameless.code]).toEqual([2, 2]);
  });

  test('a pipe', async () => {
    using folder = new TemporaryFolder();
    const path = join(folder.path, 'snapshot.1');
    expect((await startProcess('mkfifo', [path]).exit).code).toBe(0);
    const { stderr, code } = await invoke(['snapshot', path]);
    expect(stderr).toContain(`${path} is no regular file.`);
    expect(code).toBe(2);
  });

  test('two formats at once', async () => {
    const { stderr, code } = await invoke(['snapshot', '--json', '--ncdu', 'snapshot.1']);
    expect(stderr).toContain("option '--ncdu' cannot be used with option '--json'");
    expect(code).toBe(2);
  });
});
