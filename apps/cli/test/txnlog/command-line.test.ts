import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JuteWriter } from '@zookit/jute';
import { statPersisted } from '@zookit/protocol';
import { startProcess } from '@zookit/testkit';
import { nodeFileSystem, SnapshotWriter } from '@zookit/txnlog';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/txnlog/run.ts';
import { goldenLog, goldenSnapshot, goldenText } from './golden.ts';
import { invoke, MemoryIo } from './memory-io.ts';
import { folder as packageFolder, runTool } from './run-tool.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const stat = { czxid: 1n, mzxid: 1n, pzxid: 1n, ctime: 0n, mtime: 0n, version: 0, cversion: 0, aversion: 0 };

/** A snapshot of which more is printed than a pipe holds. */
async function writeLongSnapshot(directory: string): Promise<string> {
  const writer = new JuteWriter();
  writer.int(0); // sessions
  writer.int(0); // ACLs
  for (const path of ['', ...Array.from({ length: 9000 }, (_, index) => `/znode-${index}`)]) {
    writer.string(path);
    writer.buffer(null);
    writer.long(-1n);
    statPersisted.write(writer, { ...stat, ephemeralOwner: 0n });
  }
  const snapshot = await SnapshotWriter.open({ files: nodeFileSystem, directory, compression: 'none', zxid: 9n });
  await snapshot.write(writer.bytes());
  return (await snapshot.finish({ digest: undefined, lastZxid: 9n })).path;
}

describe('the command line', () => {
  test('tells the version', async () => {
    const { code, stdout } = await runTool('--version');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^zookit-txnlog \d+\.\d+\.\d+\n$/u);
  });

  test('without arguments gets the help, as a mistake', async () => {
    const { stdout, stderr, code } = await invoke([]);
    expect(stderr).toMatch(/^Usage: zookit-txnlog \[options\] \[command\]\n/u);
    expect([stdout, code]).toEqual(['', 2]);
  });

  test('gets the help that it asks for, with every exit code', async () => {
    const { stdout, stderr, code } = await invoke(['--help']);
    expect(stdout).toMatch(/^Usage: zookit-txnlog/u);
    expect(stdout.match(/^ {2}\d {2}/gmu)).toHaveLength(4);
    expect([stderr, code]).toEqual(['', 0]);
  });

  test.for(['log', 'chop', 'repair', 'verify', 'snapshot', 'compare', 'summary', 'purge'])(
    'gets help for %s, with examples',
    async (command) => {
      const { stdout, code } = await invoke(['help', command]);
      expect(stdout).toMatch(new RegExp(`^Usage: zookit-txnlog ${command} `, 'u'));
      expect(stdout).toMatch(new RegExp(`^Examples:\n {2}zookit-txnlog ${command} `, 'mu'));
      expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(126);
      expect(code).toBe(0);
    },
  );

  test.for([
    [['lgo', 'log.1'], "unknown command 'lgo'"],
    [['log'], "missing required argument 'file'"],
    [['log', '--xml', 'log.1'], "unknown option '--xml'"],
    [['log', '--from', 'zz', 'log.1'], "option '--from <zxid>' argument 'zz' is invalid"],
    [['chop', 'log.1', 'log.2'], 'too many arguments'],
    [['verify'], "missing required argument 'dataDir'"],
  ] as const)('with a mistake is refused: %j', async ([args, reason]) => {
    const { stdout, stderr, code } = await invoke(args);
    expect(stderr).toMatch(/^zookit-txnlog: /u);
    expect(stderr).toContain(reason);
    expect([stdout, code]).toEqual(['', 2]);
  });
});

test('a mistake of the tool itself is told apart from one of its user, with where it is', async () => {
  const io = new MemoryIo([]);
  io.ask = () => {
    throw new TypeError('no question');
  };
  using folder = new TemporaryFolder();
  await run(['chop', folder.write('log.1', goldenLog('log.1').fill(0, 5400))], io);
  expect(io.stderr).toMatch(/^zookit-txnlog has a mistake, .*\nTypeError: no question\n +at /u);
  expect(io.code).toBe(3);
});

describe('the process', () => {
  test('prints all that it is told to, and ends with the code of what it found', async () => {
    using folder = new TemporaryFolder();
    const sound = await runTool('log', folder.write('log.1', goldenLog('log.1')));
    expect(sound).toMatchObject({ stdout: goldenText('log.1'), stderr: '', code: 0 });
    const damaged = await runTool('log', folder.write('log.2f', goldenLog('log.2f').subarray(0, 300)));
    expect(damaged).toMatchObject({ code: 1 });
    expect(damaged.stderr).toContain('a record at offset 267 is cut short');
  });

  test('asks on the terminal, and is told on its standard input', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1').fill(0, 5400));
    await using tool = startProcess(process.execPath, [join(packageFolder, 'src/txnlog/main.ts'), 'chop', path]);
    await tool.waitForOutput(/\(Yes\/No\) \? /u);
    tool.writeLine('yes');
    expect(await tool.exit).toEqual({ code: 0, signal: undefined });
    expect(tool.stdout).toContain('Cut at offset 5352.');
  });

  test('ends quietly when nobody reads on', async () => {
    using folder = new TemporaryFolder();
    const log = goldenLog('log.1');
    // The records over and over: more than a pipe holds.
    const many = Array.from({ length: 200 }, () => log.subarray(16, 5413));
    const path = folder.write('log.1', Buffer.concat([log.subarray(0, 16), ...many]));
    const command = `'${process.execPath}' '${packageFolder}src/txnlog/main.ts' log '${path}'`;
    await using shell = startProcess('sh', ['-c', `{ ${command}; echo "code $?" >&2; } | head -n 1`]);
    await shell.exit;
    expect([shell.stdout, shell.stderr]).toEqual([goldenText('log.1').split('\n', 1).join('') + '\n', 'code 0\n']);
  });

  test('ends with the code of what it found also when nobody reads on', async () => {
    using folder = new TemporaryFolder();
    const path = await writeLongSnapshot(folder.path);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, bytes.length - 1));
    const tool = `'${process.execPath}' '${packageFolder}src/txnlog/main.ts' snapshot '${path}'`;
    await using shell = startProcess('sh', ['-c', `{ ${tool}; echo "code $?" >&2; } | head -n 1`]);
    await shell.exit;
    expect(shell.stdout).toMatch(/^ZNode Details .*\n$/u);
    expect(shell.stderr).toMatch(/^code 1$/mu);
  });

  test('purges to the end when nobody reads on', async () => {
    using folder = new TemporaryFolder();
    for (let zxid = 1; zxid <= 1500; zxid++) {
      folder.write(`version-2/snapshot.${zxid.toString(16)}`, goldenSnapshot('snapshot.0'));
    }
    const tool = `'${process.execPath}' '${packageFolder}src/txnlog/main.ts' purge '${folder.path}'`;
    await using shell = startProcess('sh', ['-c', `{ ${tool}; echo "code $?" >&2; } | head -n 1`]);
    await shell.exit;
    expect(shell.stdout).toMatch(/^Removing file: /u);
    expect(shell.stderr).toMatch(/\ncode 0\n$/u);
    expect(readdirSync(join(folder.path, 'version-2')).length).toBe(3);
  });

  test.runIf(existsSync('/dev/full'))('says in a line that what it prints is not taken', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('snapshot.2e', goldenSnapshot('snapshot.2e'));
    const command = `'${process.execPath}' '${packageFolder}src/txnlog/main.ts' snapshot '${path}' > /dev/full`;
    await using shell = startProcess('sh', ['-c', command]);
    expect((await shell.exit).code).toBe(2);
    expect(shell.stderr).toBe('zookit-txnlog: standard output: the disk is full\n');
  });

  test('ends when there is no answer', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('log.1', goldenLog('log.1').fill(0, 5400));
    const command = `'${process.execPath}' '${packageFolder}src/txnlog/main.ts' chop '${path}' < /dev/null`;
    await using shell = startProcess('sh', ['-c', command]);
    expect((await shell.exit).code).toBe(2);
    expect(shell.stderr).toContain('There was no answer: the input has ended. --yes answers in advance.');
  });

  test('is started by a launcher, which says how to build it when it is not built', async () => {
    await using launcher = startProcess(process.execPath, [join(packageFolder, 'bin/zookit-txnlog.js'), '--version']);
    const { code } = await launcher.exit;
    if (existsSync(join(packageFolder, 'dist/txnlog.js'))) {
      expect(launcher.stdout).toMatch(/^zookit-txnlog \d/u);
      expect(code).toBe(0);
    } else {
      expect(launcher.stderr).toMatch(/^zookit-txnlog is not built yet: run `npm run build`/u);
      expect(code).toBe(2);
    }
  });
});
