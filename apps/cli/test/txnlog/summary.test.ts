import { describe, expect, test } from 'vitest';
import { goldenSnapshot, goldenText } from './golden.ts';
import { invoke, type MemoryIo } from './memory-io.ts';
import { TemporaryFolder } from './temporary-folder.ts';

async function summary(options: readonly string[], ...where: readonly string[]): Promise<MemoryIo> {
  using folder = new TemporaryFolder();
  const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e'));
  return await invoke(['summary', ...options, path, ...where]);
}

describe('summary prints', () => {
  test.for([[], ['/'], ['/', '0']])('what SnapshotRecursiveSummary does: %j', async (where) => {
    const { stdout, stderr, code } = await summary([], ...where);
    expect(stdout).toBe(goldenText('summary'));
    expect([stderr, code]).toEqual(['', 0]);
  });

  test('what lies below a znode, down to a depth', async () => {
    const { stdout } = await summary([], '/zookeeper', '1');
    expect(stdout).toBe(` /zookeeper
   children: 5
   data: 38
-- /zookeeper/quota
--   children: 3
--   data: 38

`);
  });

  test('an object for JSON per znode that has children', async () => {
    const { stdout } = await summary(['--json'], '/app');
    expect(stdout).toBe('{"path":"/app","descendants":7,"bytes":67}\n');
  });

  test('the largest', async () => {
    const { stdout, code } = await summary(['--largest', '2']);
    expect(stdout).toBe(`The largest subtrees, in bytes:
  67 /app
  38 /zookeeper

The largest znodes, in bytes:
  22 /zookeeper/quota/app/zookeeper_limits
  16 /app/bin

The znodes with the most children:
  8 /
  7 /app
`);
    expect(code).toBe(0);
  });

  test('the largest below a znode, as objects for JSON', async () => {
    const { stdout } = await summary(['--largest', '1', '--json'], '/zookeeper');
    expect(stdout).toBe(`{"kind":"subtree","path":"/zookeeper/quota","bytes":38}
{"kind":"znode","path":"/zookeeper/quota/app/zookeeper_limits","bytes":22}
{"kind":"children","path":"/zookeeper","children":2}
`);
  });

  test('as many of the largest as there are, those alike as the snapshot has them', async () => {
    const { stdout } = await summary(['--largest', '1000', '--json']);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; path: string; bytes?: number; children?: number });
    for (const kind of ['subtree', 'znode', 'children']) {
      const sizes = objects.filter((object) => object.kind === kind).map(({ bytes, children }) => bytes ?? children!);
      expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    }
    const all = objects.filter(({ kind }) => kind === 'znode').map(({ path }) => path);
    const few = await summary(['--largest', '4', '--json']);
    const four = few.stdout.split('\n').filter((line) => line.includes('"znode"'));
    expect(four.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual(all.slice(0, 4));
  });

  test('that there is none of a kind', async () => {
    const { stdout } = await summary(['--largest', '1'], '/app/null');
    expect(stdout.match(/ {2}none\n/gu)?.length).toBe(3);
  });
});

describe('summary refuses', () => {
  test.for([
    [[], ['/nothing'], /There is no znode \/nothing in /u],
    [[], ['app'], /^zookit-txnlog: argument value 'app' .* does not start with "\/"/u],
    [[], ['/app/'], /ends with "\/"/u],
    [[], ['/', 'deep'], /A whole number from 0 on is wanted/u],
    [['--largest', '0'], [], /A whole number from 1 on is wanted/u],
    [['--largest', '3'], ['/', '2'], /leave the depth out/u],
  ] as const)('%j %j', async ([options, where, message]) => {
    const { stdout, stderr, code } = await summary(options, ...where);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(message);
  });
});
