import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateMode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import { ConnectionEndedError, RawClient, type StartedProcess } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { failing, type FileFault } from './faults/file-fault.ts';
import { seededRandom } from './load/seeded-random.ts';
import { Workload } from './load/workload.ts';
import { ask, messages, runDaemon, serving, startDaemonAfter, startServing, TemporaryFolder } from './support.ts';

const NOTHING = { lost: [], invented: [], reused: [] };

/** Many snapshots and new logs. */
const BUSY = 'snapCount=400\npreAllocSize=64\ntxnLogSizeLimitInKb=128\n';
/** One log that grows. */
const QUIET = 'snapCount=1000000\n';

/** A data directory that is written to, and the arguments of a daemon on it. */
class Case implements Disposable {
  readonly #folder = new TemporaryFolder();
  readonly workload: Workload = new Workload(seededRandom(1));
  readonly dataDir: string = join(this.#folder.path, 'data');
  readonly args: readonly string[];

  constructor(settings: string) {
    this.args = [this.#folder.write('zoo.cfg', `dataDir=${this.dataDir}\nclientPort=0\n${settings}`)];
  }

  get names(): string[] {
    return readdirSync(join(this.dataDir, 'version-2'));
  }

  /** Has the daemon started again, and written to, and again: everything is there, and what is new stays. */
  async checkRestarts(): Promise<void> {
    await using again = await startServing(this.args);
    await this.workload.run(again.port, (count) => {
      if (count === 500) again.kill('SIGTERM');
    });
    expect(await again.exit).toEqual({ code: 0, signal: undefined });
    await using last = await startServing(this.args);
    await this.workload.audit(last.port);
    expect(this.workload.findings).toEqual(NOTHING);
    expect(this.workload.acknowledgedCount).toBeGreaterThan(500);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

/** The daemon has given up because of its log: in order, and with a reason. */
async function expectLogFailure(daemon: StartedProcess, reason: RegExp): Promise<void> {
  expect(await daemon.exit).toEqual({ code: 1, signal: undefined });
  const told = messages(daemon.stdout).filter((message) => message.includes('could not be written'));
  expect(told).toEqual([
    expect.stringMatching(/^error \/.*\/version-2\/log\.[0-9a-f]+ could not be written at offset \d+: /u),
  ]);
  expect(told[0]).toMatch(reason);
  expect(daemon.stderr).toBe('Unexpected exception, exiting abnormally\n');
}

describe('a log that cannot be written ends the daemon, and nothing acknowledged is lost:', () => {
  test.for<[string, RegExp, FileFault]>([
    [
      'a sync that fails once',
      /EIO: .*; the disk, or the way to it, does not work: see the log of the system, then start the server again$/u,
      { call: 'fdatasync', path: '/log\\.', after: 60, times: 1, code: 'EIO' },
    ],
    ['the first sync', /EIO: /u, { call: 'fdatasync', path: '/log\\.', after: 1, code: 'EIO' }],
    ['a write', /EIO: /u, { call: 'write', path: '/log\\.', after: 100, code: 'EIO' }],
    [
      'a disk that is full',
      /ENOSPC: .*; the disk is full: make room, then start the server again$/u,
      { call: 'write', path: '/log\\.', after: 70, code: 'ENOSPC' },
    ],
    [
      'a quota that is used up while the log grows',
      /EDQUOT: .*; the quota of the user .* is used up: raise it or make room, then start the server again$/u,
      { call: 'ftruncate', path: '/log\\.', after: 3, code: 'EDQUOT' },
    ],
    [
      'a file system that becomes read-only',
      /EROFS: .*; the file system is mounted read-only: mount it to be written to, then start the server again$/u,
      { call: 'write', path: '/log\\.', after: 90, code: 'EROFS' },
    ],
    [
      'a new log that cannot be made',
      /EACCES: .*; the user that the server runs as may not do that: give /u,
      { call: 'open', path: '/log\\.', after: 2, code: 'EACCES' },
    ],
    ['a directory that cannot be synced', /EIO: /u, { call: 'fsync', path: '/version-2$', after: 6, code: 'EIO' }],
  ])('%s', async ([, reason, fault]) => {
    using files = new Case(BUSY);
    // What is replayed is synced before: there has to be something.
    if (fault.after === 1) {
      await using first = await startServing(files.args);
      await files.workload.audit(first.port);
      first.kill('SIGTERM');
      await first.exit;
    }
    await using daemon = await startServing(files.args, failing(fault));
    await files.workload.run(daemon.port).catch(expectConnectionEnd);
    await expectLogFailure(daemon, reason);
    await files.checkRestarts();
  });

  test.for([64, 0])('a limit that the log grows into (preAllocSize=%i)', async (preallocateKb) => {
    using files = new Case(`${QUIET}preAllocSize=${String(preallocateKb)}\n`);
    await using daemon = await serving(startDaemonAfter('ulimit -f 200', files.args));
    await files.workload.run(daemon.port);
    await expectLogFailure(daemon, /EFBIG: .*; the file may not grow any further: raise the limit .*, then start/u);
    await files.checkRestarts();
  });

  test('also when a client reads nothing of what it asked for', async () => {
    using files = new Case(BUSY);
    const fault: FileFault = { call: 'fdatasync', path: '/log\\.', after: 2, code: 'EIO' };
    await using daemon = await startServing(files.args, failing(fault));
    using client = await RawClient.connect({ port: daemon.port });
    const data = new Uint8Array(1_000_000);
    await client.ask(writes.create, { path: '/big', data, acl: openAclUnsafe, flags: CreateMode.PERSISTENT });
    client.socket.pause();
    for (let count = 0; count < 30; count++) void client.request(reads.getData, { path: '/big', watch: false });
    while (!/^Received: 3[2-9]$/mu.test(await ask(daemon.port, 'srvr')));
    await expect(RawClient.connect({ port: daemon.port })).rejects.toThrow(ConnectionEndedError);
    await expectLogFailure(daemon, /EIO: /u);
  });

  test('a directory that is moved away', async () => {
    using files = new Case(BUSY);
    const [there, away] = [join(files.dataDir, 'version-2'), join(files.dataDir, 'elsewhere')];
    await using daemon = await startServing(files.args);
    await files.workload.run(daemon.port, (count) => {
      if (count === 300) renameSync(there, away);
    });
    await expectLogFailure(
      daemon,
      /ENOENT: .*; the directory is gone: bring it back, or check dataDir and dataLogDir/u,
    );
    renameSync(away, there);
    await files.checkRestarts();
  });
});

function expectConnectionEnd(error: unknown): void {
  expect(error).toMatchObject({ name: 'ConnectionEndedError' });
}

describe('a snapshot that cannot be taken is told of, and tried again:', () => {
  test.for<[string, RegExp, FileFault]>([
    [
      'its file cannot be made',
      /EDQUOT: .*quota/u,
      { call: 'open', path: '/snapshot\\.', after: 1, times: 2, code: 'EDQUOT' },
    ],
    [
      'it cannot be written',
      /the disk is full: make room \(ENOSPC: /u,
      { call: 'write', path: '/snapshot\\.', after: 12, times: 1, code: 'ENOSPC' },
    ],
    ['it cannot be synced', /\(EIO: /u, { call: 'fdatasync', path: '/snapshot\\.', after: 1, times: 1, code: 'EIO' }],
    ['it cannot get its name', /\(EIO: /u, { call: 'rename', path: '/snapshot\\.', after: 1, times: 1, code: 'EIO' }],
  ])('%s', async ([, reason, fault]) => {
    using files = new Case(BUSY);
    await using daemon = await startServing(files.args, failing(fault));
    void daemon.waitForOutput(/snapshot not taken[^]*"msg":"snapshot taken"/u).then(() => {
      daemon.kill('SIGTERM');
    });
    await files.workload.run(daemon.port);
    expect(await daemon.exit).toEqual({ code: 0, signal: undefined });
    expect(daemon.stdout).toMatch(/"message":"\/.*\/version-2\/snapshot\.[0-9a-f]+(?:\.tmp)?: /u);
    expect(daemon.stdout).toMatch(reason);
    expect(files.names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await files.checkRestarts();
  });

  test('but for the first one of a directory, without which nothing may be written', async () => {
    using files = new Case(BUSY);
    const fault: FileFault = { call: 'rename', path: '/snapshot\\.', after: 0, code: 'ENOSPC' };
    const { code, stdout, stderr } = await runDaemon(files.args, failing(fault));
    expect(code).toBe(3);
    expect(messages(stdout).at(-1)).toMatch(/^error \/.*\/snapshot\.0(?:\.tmp)?: the disk is full: make room/u);
    expect(stderr).toBe('Unable to access datadir, exiting abnormally\n');
    await files.checkRestarts();
  });
});

describe('a start', () => {
  test('in a directory that cannot be written ends with exit code 3, and names it', async () => {
    // Neither root nor others can make anything there.
    const dataDir = process.platform === 'linux' ? '/sys' : '/';
    const { code, stdout, stderr } = await runDaemon(['0', dataDir]);
    expect(code).toBe(3);
    expect(messages(stdout)).toEqual([
      expect.stringMatching(/^error \/.*: .* (?:may not do that|is mounted read-only): .* \((?:EACCES|EPERM|EROFS): /u),
    ]);
    expect(stderr).toBe('Unable to access datadir, exiting abnormally\n');
  });

  test.for<[string, RegExp, FileFault]>([
    [
      'lock',
      /zookit\.lock\.[0-9a-f]{16}: the disk is full/u,
      { call: 'write', path: '/zookit\\.lock', after: 0, code: 'ENOSPC' },
    ],
    ['secret', /zookit\.secret\.tmp: the disk/u, { call: 'write', path: '/zookit\\.secret', after: 0, code: 'EIO' }],
    ['mark', /durableZxid: the quota/u, { call: 'write', path: '/durableZxid', after: 0, code: 'EDQUOT' }],
  ])('that cannot write its %s ends with exit code 3, and names it', async ([, reason, fault]) => {
    using files = new Case(BUSY);
    const { code, stdout, stderr } = await runDaemon(files.args, failing(fault));
    expect(code).toBe(3);
    expect(messages(stdout).at(-1)).toMatch(reason);
    expect(stderr).toBe('Unable to access datadir, exiting abnormally\n');
    await files.checkRestarts();
  });

  test('that cannot sync what it replays ends with exit code 3, and names it', async () => {
    using files = new Case(BUSY);
    await using first = await startServing(files.args);
    await files.workload.audit(first.port);
    first.kill('SIGKILL');
    await first.exit;
    const fault: FileFault = { call: 'fdatasync', path: '/log\\.', after: 0, code: 'EIO' };
    const { code, stdout } = await runDaemon(files.args, failing(fault));
    expect(code).toBe(3);
    expect(messages(stdout).at(-1)).toMatch(/^error \/.*\/log\.1: the disk, or the way to it, does not work/u);
    await files.checkRestarts();
  });

  test('that finds a log it may not continue leaves everything as it was', async () => {
    using files = new Case(BUSY);
    mkdirSync(join(files.dataDir, 'version-2'), { recursive: true });
    writeFileSync(join(files.dataDir, 'version-2/snapshot.1f'), 'ZKSN');
    const { code } = await runDaemon(files.args);
    expect(code).toBe(3);
    expect(files.names).toEqual(['snapshot.1f']);
    rmSync(join(files.dataDir, 'version-2/snapshot.1f'));
    await files.checkRestarts();
  });
});
