import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  apacheServer,
  installPeers,
  javaProgram,
  runCommand,
  ServerProcess,
  SUPER_USER,
  zookitServer,
  type JavaPeer,
  type ServerKind,
  type Settings,
} from '../src/index.ts';

/** What either server says about a file that it cannot take as it is, or about a tree that is not that of the other. */
const COMPLAINT = /digests? (?:are not matching|mismatch)|diverged|crc error|corrupt|damaged|unable to load/i;

/** Snapshots are taken while a script writes. */
const SNAPSHOTS: Settings = { snapCount: '60' };
const PLAIN_SNAPSHOT = /snapshot\.[0-9a-f]+$/;

/** A way for a directory to the other server and back. */
interface Round {
  readonly name: string;
  readonly apache: 'newer' | 'older';
  readonly ending: 'stop' | 'kill';
  readonly settings: Settings;
  readonly snapshot: RegExp;
}

const rounds: readonly Round[] = [
  { name: 'after a stop', apache: 'newer', ending: 'stop', settings: SNAPSHOTS, snapshot: PLAIN_SNAPSHOT },
  { name: 'after a kill, by the log', apache: 'newer', ending: 'kill', settings: {}, snapshot: PLAIN_SNAPSHOT },
  {
    name: 'after a stop, by gzipped snapshots',
    apache: 'newer',
    ending: 'stop',
    settings: { ...SNAPSHOTS, 'snapshot.compression.method': 'gz' },
    snapshot: /\.gz$/,
  },
  {
    name: 'after a kill, by Snappy snapshots',
    apache: 'newer',
    ending: 'kill',
    settings: { ...SNAPSHOTS, 'snapshot.compression.method': 'snappy' },
    snapshot: /\.snappy$/,
  },
  { name: 'with an older Apache', apache: 'older', ending: 'kill', settings: SNAPSHOTS, snapshot: PLAIN_SNAPSHOT },
];

const ways = rounds.flatMap((round) => ['Apache', 'Zookit'].map((first) => ({ ...round, first })));

let java: JavaPeer;
let directory: string;

beforeAll(async () => {
  ({ java } = await installPeers(console.log));
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'interop-data-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('a data directory goes to the other server and back', () => {
  test.for(ways)('$name, $first first', async ({ apache, ending, settings, snapshot, first }) => {
    const foreign = apacheServer(apache === 'newer' ? java : { classPath: java.olderClassPath });
    const [one, other] = first === 'Apache' ? [foreign, zookitServer] : [zookitServer, foreign];
    const written = await serve(one, 'first', settings, ending, async (server) => {
      await writeEverything(server, '/first');
      return await treeOf(server);
    });
    expect(written.split('\n').length).toBeGreaterThan(80);

    await copyData('first', 'second');
    const [taken, goneOn] = await serve(other, 'second', settings, ending, async (server) => {
      const before = await treeOf(server);
      await writeEverything(server, '/second', '/first');
      return [before, await treeOf(server)];
    });
    expect(taken).toBe(written);
    expect((await filesOf('second', 'snapshot.')).filter((file) => !snapshot.test(file))).toEqual([]);

    await copyData('second', 'third');
    const back = await serve(one, 'third', settings, ending, async (server) => {
      const before = await treeOf(server);
      await writeEverything(server, '/third', '/second');
      return before;
    });
    expect(back).toBe(goneOn);
  });
});

describe("Apache's own tools read our files", () => {
  let transactionCount: number;

  beforeEach(async () => {
    transactionCount = await serve(zookitServer, 'ours', SNAPSHOTS, 'stop', async (server) => {
      await writeEverything(server, '/first');
      return Number(await server.lastZxid());
    });
  });

  test('TxnLogToolkit lists every transaction and finds no wrong checksum', async () => {
    const logs = await filesOf('ours', 'log.');
    let listed = 0;
    for (const log of logs) {
      const output = await runCommand(...commandOf('org.apache.zookeeper.server.persistence.TxnLogToolkit', log));
      expect(output).not.toMatch(/crc error|exception/i);
      listed += output.match(/ zxid 0x[0-9a-f]+ /g)?.length ?? 0;
    }
    expect(logs.length).toBeGreaterThan(1);
    expect(listed).toBe(transactionCount);
  });

  test('SnapshotFormatter shows the znodes and the sessions of every snapshot', async () => {
    const snapshots = await filesOf('ours', 'snapshot.');
    let output = '';
    for (const snapshot of snapshots) {
      output = await runCommand(...commandOf('org.apache.zookeeper.server.SnapshotFormatter', '-d', snapshot));
      expect(output).not.toMatch(/exception/i);
      expect(output).toContain('/zookeeper/quota');
      expect(output).toContain('Session Details (sid, timeout, ephemeralCount):');
    }
    expect(snapshots.length).toBeGreaterThan(1);
    expect(output).toContain('/first/modes/persistent-create2');
  });
});

/** Runs a server over a directory, whose name says whose turn it is, and ends it; it must not have complained. */
async function serve<T>(
  kind: ServerKind,
  name: string,
  settings: Settings,
  ending: Round['ending'],
  work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const dataDir = join(directory, name);
  await using server = await ServerProcess.start(kind, { ...SUPER_USER, ...settings, dataDir });
  const result = await work(server);
  await server[ending]();
  expect((await server.wholeLog()).split('\n').filter((line) => COMPLAINT.test(line))).toEqual([]);
  return result;
}

async function copyData(from: string, to: string): Promise<void> {
  await cp(join(directory, from), join(directory, to), { recursive: true });
}

async function writeEverything(server: ServerProcess, ...roots: readonly string[]): Promise<void> {
  await run(server, 'EveryTransaction', ...roots);
}

function treeOf(server: ServerProcess): Promise<string> {
  return run(server, 'TreeDump');
}

function run(server: ServerProcess, program: string, ...args: readonly string[]): Promise<string> {
  const env = { ZOOKEEPER_PORT: String(server.port), ZOOKEEPER_START_ZXID: '0' };
  return runCommand(...commandOf(program, ...args), { env });
}

function commandOf(program: string, ...args: readonly string[]): [string, readonly string[]] {
  const [command, ...rest] = javaProgram(java, program, ...args);
  return [command, rest];
}

/** The files with this prefix, by rising zxid. */
async function filesOf(name: string, prefix: string): Promise<string[]> {
  const versionDirectory = join(directory, name, 'version-2');
  const names = (await readdir(versionDirectory)).filter((file) => file.startsWith(prefix));
  const zxidOf = (file: string): number => Number.parseInt(file.slice(prefix.length), 16);
  return names.sort((a, b) => zxidOf(a) - zxidOf(b)).map((file) => join(versionDirectory, file));
}
