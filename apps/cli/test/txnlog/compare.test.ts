import { describe, expect, test } from 'vitest';
import { goldenSnapshot, goldenText } from './golden.ts';
import { invoke, type MemoryIo } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const [LEFT, RIGHT] = ['snapshot.2e', 'snapshot.39.gz'];

async function compare(options: readonly string[], answers?: readonly string[], right = RIGHT): Promise<MemoryIo> {
  using folder = new TemporaryFolder();
  const paths = [LEFT, right].map((name, index) => folder.write(`${index}/${name}`, goldenSnapshot(name)));
  return await invoke(['compare', ...options, ...paths], answers);
}

function withoutTimes(text: string): string {
  return text.replaceAll(/ in [\d.]+ seconds$/gmu, ' in 0 seconds');
}

describe('compare prints', () => {
  test.for([
    ['compare', ['--bytes', '0', '--nodes', '0']],
    ['compare', []],
    ['compare.debug', ['-b', '2', '-n', '1', '--debug']],
  ] as const)('what SnapshotComparer does: %s %j', async ([name, options]) => {
    const { stdout, stderr, code } = await compare(options);
    expect(withoutTimes(stdout)).toBe(goldenText(name));
    expect([stderr, code]).toEqual(['', 1]);
  });

  test('what the user asks for, as SnapshotComparer does', async () => {
    const answers = ['', '2', '/app', '/x', 'foo', '99', '', '4', ''];
    const { stdout, code } = await compare(['-b', '2', '-n', '1', '--interactive'], answers);
    expect(withoutTimes(stdout)).toBe(goldenText('compare.walk'));
    expect(code).toBe(0);
  });

  test('no more when the user has no more to say', async () => {
    const { stdout, stderr, code } = await compare(['--interactive'], ['1']);
    expect(stdout).toMatch(/Current depth is 1\n(?:- .*\n){3}$/u);
    expect([stderr, code]).toEqual(['', 0]);
  });

  test('the children of the root when the user asks for /', async () => {
    const { stdout } = await compare(['--interactive'], ['/']);
    expect(stdout).toContain('Analysis for node /\nNode /app found in both trees. Delta: 7 bytes, -1 descendants\n');
  });

  test('nothing about two snapshots of one tree', async () => {
    using folder = new TemporaryFolder();
    const paths = ['snapshot.39.gz', 'snapshot.39.snappy'].map((name) => folder.write(name, goldenSnapshot(name)));
    const sizes = await invoke(['compare', ...paths]);
    expect(sizes.stdout).toMatch(/larger than 0\.\n(?:Analysis for depth [0-4]\n){5}All layers compared\.\n$/u);
    const znodes = await invoke(['compare', '--znodes', ...paths]);
    expect(znodes.stdout).toBe(
      '0 znodes only in the left snapshot, 0 only in the right one, 0 not alike, 31 alike; 0 sessions not alike.\n',
    );
    const json = await invoke(['compare', '--json', ...paths]);
    expect(json.stdout).toBe('');
    expect([sizes.code, znodes.code, json.code]).toEqual([0, 0, 0]);
  });

  test('nothing about differences that are allowed', async () => {
    const { stdout, code } = await compare(['-b', '1000', '-n', '1000']);
    expect(stdout).not.toContain('Node /');
    expect(code).toBe(0);
  });

  test('an object for JSON per difference', async () => {
    const { stdout, code } = await compare(['--json', '-b', '9']);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      '{"path":"/","depth":0,"left":{"bytes":182,"descendants":33},"right":{"bytes":198,"descendants":30}}',
      '{"path":"/app","depth":1,"left":{"bytes":67,"descendants":7},"right":{"bytes":74,"descendants":6}}',
    ]);
    expect(stdout).toContain('{"path":"/m/e","depth":2,"left":{"bytes":12,"descendants":0},"right":null}\n');
    expect(code).toBe(1);
  });
});

describe('compare --znodes prints', () => {
  test('what is only on one side, and what differs', async () => {
    const { stdout, code } = await compare(['--znodes']);
    const lines = stdout.split('\n');
    expect(lines).toContain('- /cont/kid');
    expect(lines).toContain('+ /eph/d');
    expect(lines).toContain('~ /eph: pzxid 0x2c -> 0x39, cversion 3 -> 4');
    expect(lines).toContain('~ /zookeeper/quota/app/zookeeper_stats: data (16 bytes each)');
    expect(lines.find((line) => line.startsWith('~ /app/cfg:'))).toMatch(
      /^~ \/app\/cfg: acl \[31 digest:alice:\S+, 1 ip:10\.0\.0\.0\/8, 1 world:anyone\] -> \[31 digest:alice:\S+\], aversion 1 -> 2$/u,
    );
    expect(lines.find((line) => line.startsWith('~ /app/empty:'))).toContain('data 0 bytes -> null, ');
    expect(lines).toContain('+ session 0x100000f0e210000');
    expect(lines.at(-2)).toBe(
      '5 znodes only in the left snapshot, 2 only in the right one, 11 not alike, 18 alike; 2 sessions not alike.',
    );
    expect(code).toBe(1);
  });

  test('an object for JSON per difference', async () => {
    const { stdout, code } = await compare(['--znodes', '--json']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBe(5 + 2 + 11 + 2);
    expect(lines.find((line) => line['path'] === '/eph')).toEqual({
      kind: 'znode',
      path: '/eph',
      left: { pzxid: '0x2c', cversion: 3 },
      right: { pzxid: '0x39', cversion: 4 },
    });
    expect(lines.find((line) => line['path'] === '/eph/d')).toMatchObject({ left: null, right: { text: 'D1' } });
    expect(lines.at(-1)).toEqual({
      kind: 'session',
      session: '0x100000f0e210000',
      left: null,
      right: { timeoutMs: 40_000 },
    });
    expect(code).toBe(1);
  });
});

describe('compare refuses', () => {
  test.for([[], ['--znodes'], ['--json']])(
    'a snapshot that is damaged, which is no difference: %j',
    async (options) => {
      using folder = new TemporaryFolder();
      const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e').subarray(0, 1000));
      const { stdout, stderr, code } = await invoke(['compare', ...options, path, path]);
      expect([stdout, code]).toEqual(['', 2]);
      expect(stderr).toMatch(/snapshot\.2e is damaged at offset \d+/u);
    },
  );

  test.for([[], ['--znodes']])('an empty one: %j', async (options) => {
    using folder = new TemporaryFolder();
    const { code } = await compare(options, [], 'snapshot.2e');
    const path = folder.write('snapshot.9', '');
    const refused = await invoke(['compare', ...options, path, path]);
    expect([code, refused.code]).toEqual([0, 2]);
    expect(refused.stderr).toContain('snapshot.9 is empty');
  });

  test.for([
    [['--bytes', 'many'], /A whole number from 0 on is wanted/u],
    [['--nodes', '-1'], /A whole number from 0 on is wanted/u],
    [['--znodes', '--bytes', '1'], /cannot be used with/u],
    [['--json', '--interactive'], /cannot be used with/u],
  ] as const)('%j', async ([options, message]) => {
    const { stderr, code } = await compare(options);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
