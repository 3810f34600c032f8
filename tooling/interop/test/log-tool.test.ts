import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
} from '../src/index.ts';

const TOOLKIT = 'org.apache.zookeeper.server.persistence.TxnLogToolkit';

/** Where the checksum of the first record is: what changes it leaves the record as it was. */
const CHECKSUM_OFFSET = 16 + 7;

let directory: string;
/** Apache's tools, by the release that they are of. */
let tools: Record<'newer' | 'older', JavaPeer>;

const writers = ['Apache', 'Zookit'] as const;
const cases = writers.flatMap((writer) => (['newer', 'older'] as const).map((release) => ({ writer, release })));

beforeAll(async () => {
  const { java } = await installPeers(console.log);
  tools = { newer: java, older: { ...java, classPath: java.olderClassPath } };
  directory = await mkdtemp(join(tmpdir(), 'interop-log-tool-'));
  await writeLogs(apacheServer(java), 'Apache');
  await writeLogs(zookitServer, 'Zookit');
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('zookit-txnlog does as TxnLogToolkit', () => {
  test.for(cases)('with a log of $writer, printed by the $release one', async ({ writer, release }) => {
    const log = logOf(writer);
    const { stdout, code } = await runApacheTool(tools[release], TOOLKIT, log);
    // 3.8 spells one operation otherwise.
    const theirs = { stdout: stdout.replaceAll('createTtl', 'createTTL'), code };
    expect(theirs.stdout.match(/ zxid 0x/gu)!.length).toBeGreaterThan(200);
    expect(await runZookitTool('log', log)).toEqual(theirs);
  });

  test.for(writers)('with a log of %s that has a wrong checksum', async (writer) => {
    const log = await damagedCopy(writer);
    const theirs = await runApacheTool(tools.newer, TOOLKIT, log);
    const ours = await runZookitTool('log', log);
    expect(ours.stdout).toBe(theirs.stdout);
    expect(ours.stdout).toContain('CRC ERROR - ');
    // A script can tell.
    expect([theirs.code, ours.code]).toEqual([0, 1]);
  });

  test.for(writers)('when it makes the checksum right in a log of %s', async (writer) => {
    const log = await damagedCopy(writer);
    const theirs = await runApacheTool(tools.newer, TOOLKIT, '-r', '-y', log);
    const theirFile = await takeAway(`${log}.fixed`);
    expect(await runZookitTool('repair', '--yes', log)).toEqual(theirs);
    const ourFile = await takeAway(`${log}.fixed`);
    // Apache's tool makes the file longer than it need be.
    expect(theirFile.subarray(0, ourFile.length)).toEqual(ourFile);
    expect(theirFile.subarray(ourFile.length).every((byte) => byte === 0)).toBe(true);
  });

  test.for(writers)('when it cuts a log of %s', async (writer) => {
    const log = logOf(writer);
    const theirs = await runApacheTool(tools.newer, TOOLKIT, '-c', '-z', '0x64', log);
    const theirFile = await takeAway(`${log}.chopped100`);
    const ours = await runZookitTool('chop', '--zxid', '0x64', log);
    expect(ours).toEqual({ stdout: `${theirs.stdout}${log}.chopped100 has been written.\n`, code: theirs.code });
    expect(await takeAway(`${log}.chopped100`)).toEqual(theirFile);
  });
});

test.for(writers)('zookit-txnlog finds nothing wrong with what %s wrote', async (writer) => {
  const { stdout, code } = await runZookitTool('verify', join(directory, writer));
  expect(stdout).toMatch(/\nA server would recover snapshot\.0 and \d+ transactions, .*\nAll is sound\.\n$/u);
  expect(code).toBe(0);
});

/** Has a server log every kind of transaction, in one log. */
async function writeLogs(kind: ServerKind, name: string): Promise<void> {
  await using server = await ServerProcess.start(kind, { ...SUPER_USER, dataDir: join(directory, name) });
  const [command, ...args] = javaProgram(tools.newer, 'EveryTransaction', '/first');
  await runCommand(command, args, { env: { ZOOKEEPER_PORT: String(server.port), ZOOKEEPER_START_ZXID: '0' } });
  await server.stop();
  const names = await readdir(join(directory, name, 'version-2'));
  expect(names.filter((file) => file.startsWith('log.'))).toEqual(['log.1']);
}

function logOf(writer: string): string {
  return join(directory, writer, 'version-2/log.1');
}

/** A log whose first record has a wrong checksum. */
async function damagedCopy(writer: string): Promise<string> {
  const path = join(directory, `${writer}.damaged`);
  await cp(logOf(writer), path);
  const bytes = await readFile(path);
  bytes[CHECKSUM_OFFSET]! ^= 0xff;
  await writeFile(path, bytes);
  return path;
}

/** What is in a file, which is gone then. */
async function takeAway(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}
