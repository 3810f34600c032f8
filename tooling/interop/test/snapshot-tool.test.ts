import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apacheServer,
  installPeers,
  javaProgram,
  runApacheTool,
  runCommand,
  runZookitTool,
  ServerProcess,
  SUPER_USER,
  zookitServer,
  type JavaPeer,
  type ServerKind,
  type ToolRun,
} from '../src/index.ts';

const TOOLS = 'org.apache.zookeeper.server';

/** Snapshots are taken while a script writes. */
const SNAP_COUNT = '20';

let directory: string;
/** Apache's tools, by the release that they are of. */
let tools: Record<'newer' | 'older', JavaPeer>;

const writers = ['Apache', 'Zookit'] as const;
const compressions = ['', 'gz', 'snappy'] as const;
const cases = writers.flatMap((writer) => [
  { writer, compression: '', release: 'newer' as const },
  { writer, compression: '', release: 'older' as const },
  { writer, compression: 'gz', release: 'newer' as const },
  { writer, compression: 'snappy', release: 'newer' as const },
]);

beforeAll(async () => {
  const { java } = await installPeers(console.log);
  tools = { newer: java, older: { ...java, classPath: java.olderClassPath } };
  directory = await mkdtemp(join(tmpdir(), 'interop-snapshot-tool-'));
  for (const compression of compressions) {
    await writeSnapshots(apacheServer(java), 'Apache', compression);
    await writeSnapshots(zookitServer, 'Zookit', compression);
  }
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe.for(cases)('zookit-txnlog does with snapshots of $writer, "$compression", as the $release', (one) => {
  const { writer, compression, release } = one;

  test('SnapshotFormatter', async () => {
    for (const snapshot of await ends(writer, compression)) {
      for (const options of [[], ['-d']]) {
        const theirs = await apache(release, 'SnapshotFormatter', ...options, snapshot);
        expect(await runZookitTool('snapshot', ...options, snapshot)).toEqual(theirs);
      }
      const theirs = await apache(release, 'SnapshotFormatter', '-json', snapshot);
      expect(withoutProgram(await runZookitTool('snapshot', '--ncdu', snapshot))).toEqual(withoutProgram(theirs));
    }
  });

  test('SnapshotComparer', async () => {
    const [first, last] = await ends(writer, compression);
    for (const options of [
      ['-b', '0', '-n', '0'],
      ['-b', '20', '-n', '3', '-d'],
    ]) {
      const theirs = await apache(release, 'SnapshotComparer', '-l', first, '-r', last, ...options);
      const ours = await runZookitTool('compare', ...options, first, last);
      expect(withoutTimes(ours.stdout)).toBe(withoutTimes(theirs.stdout));
      // A script can tell.
      expect([theirs.code, ours.code]).toEqual([0, 1]);
    }
  });
});

test.for(writers)('zookit-txnlog does with a snapshot of %s as SnapshotRecursiveSummary', async (writer) => {
  const [, last] = await ends(writer, '');
  for (const where of [
    ['/', '0'],
    ['/', '1'],
    ['/first', '2'],
  ]) {
    const theirs = await apache('newer', 'SnapshotRecursiveSummary', last, ...where);
    expect(theirs.stdout).toContain('   children: ');
    expect(await runZookitTool('summary', last, ...where)).toEqual(theirs);
  }
});

test.for(writers)('zookit-txnlog purges a directory of %s as PurgeTxnLog', async (writer) => {
  const theirs = await purged(writer, (dataDir) => apache('newer', 'PurgeTxnLog', dataDir, '-n', '3'));
  const ours = await purged(writer, (dataDir) => runZookitTool('purge', '--retain', '3', dataDir));
  expect(theirs.lines.length).toBeGreaterThan(2);
  expect(ours).toEqual(theirs);
});

test.for(writers)('two snapshots of one tree that %s wrote are alike, znode by znode', async (writer) => {
  const [, last] = await ends(writer, '');
  const { stdout, code } = await runZookitTool('compare', '--znodes', last, last);
  expect(stdout).toMatch(
    /^0 znodes only in the left snapshot, 0 only in the right one, 0 not alike, \d{2,} alike; 0 /u,
  );
  expect(code).toBe(0);
});

function apache(release: 'newer' | 'older', tool: string, ...args: readonly string[]): Promise<ToolRun> {
  return runApacheTool(tools[release], `${TOOLS}.${tool}`, ...args);
}

/** Has a server log every kind of transaction, and take snapshots meanwhile. */
async function writeSnapshots(kind: ServerKind, writer: string, compression: string): Promise<void> {
  const settings = { ...SUPER_USER, snapCount: SNAP_COUNT, 'snapshot.compression.method': compression };
  await using server = await ServerProcess.start(kind, { ...settings, dataDir: dataDirOf(writer, compression) });
  const [command, ...args] = javaProgram(tools.newer, 'EveryTransaction', '/first');
  await runCommand(command, args, { env: { ZOOKEEPER_PORT: String(server.port), ZOOKEEPER_START_ZXID: '0' } });
  await server.stop();
}

function dataDirOf(writer: string, compression: string): string {
  return join(directory, `${writer}${compression}`);
}

/** The first and the last snapshot. */
async function ends(writer: string, compression: string): Promise<[first: string, last: string]> {
  const versionDirectory = join(dataDirOf(writer, compression), 'version-2');
  const names = (await readdir(versionDirectory)).filter((name) => name.startsWith('snapshot.'));
  const zxidOf = (name: string): number => Number.parseInt(name.split('.')[1]!, 16);
  const paths = names.sort((a, b) => zxidOf(a) - zxidOf(b)).map((name) => join(versionDirectory, name));
  expect(paths.length).toBeGreaterThan(3);
  return [paths[0]!, paths.at(-1)!];
}

/** What a tool says of a copy of a directory that it purges, in any order, and what it leaves. */
async function purged(
  writer: string,
  purge: (dataDir: string) => Promise<ToolRun>,
): Promise<{ lines: string[]; left: string[]; code: number }> {
  const copy = join(directory, 'purged');
  await cp(dataDirOf(writer, ''), copy, { recursive: true, preserveTimestamps: true });
  const { stdout, code } = await purge(copy);
  const left = (await readdir(join(copy, 'version-2'))).sort();
  await rm(copy, { recursive: true });
  return { lines: stdout.trimEnd().split('\n').sort(), left, code };
}

/** Without who wrote it, and when. */
function withoutProgram({ stdout, code }: ToolRun): ToolRun {
  return { stdout: stdout.replace(/^\[1,0,\{.*?\},/u, '[1,0,'), code };
}

function withoutTimes(text: string): string {
  return text.replaceAll(/ in [\d.]+ seconds$/gmu, ' in 0 seconds');
}
