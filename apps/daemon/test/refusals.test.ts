import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messages, runDaemon, TemporaryFolder } from './support.ts';

describe('the command line', () => {
  test('without arguments gets the usage and exit code 2', async () => {
    const { code, stdout, stderr } = await runDaemon([]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Invalid number of arguments:\[\]\nUsage: zookit-server/u);
    expect(stdout).toBe('');
  });

  test('that asks for help gets it, with every exit code', async () => {
    const { code, stdout } = await runDaemon(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: zookit-server/u);
    expect(stdout.match(/^ {2}\d+(?:, \d+)? {2,}/gmu)?.map((line) => line.trim())).toEqual([
      '0',
      '1',
      '2',
      '3',
      '130, 143',
    ]);
  });

  test('that asks for the version gets it, with the release that clients take it for', async () => {
    const { code, stdout } = await runDaemon(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^zookit-server \d+\.\d+\.\d+, compatible with Apache ZooKeeper 3\.9\.\d+\n$/u);
  });
});

describe('a configuration', () => {
  test('that is missing ends with exit code 2', async () => {
    const { code, stdout, stderr } = await runDaemon(['/nowhere/zoo.cfg']);
    expect(code).toBe(2);
    expect(messages(stdout)).toEqual(['error /nowhere/zoo.cfg file is missing. Give the path of a zoo.cfg.']);
    expect(stderr).toBe('Invalid config, exiting abnormally\n');
  });

  test('that is a directory ends with exit code 2', async () => {
    using folder = new TemporaryFolder();
    const { code, stdout } = await runDaemon([folder.path]);
    expect(code).toBe(2);
    expect(messages(stdout)[0]).toContain('cannot be read: EISDIR');
  });

  test('with mistakes has each of them named with its line, and ends with exit code 2', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('zoo.cfg', 'tickTime=2000 # ms\ndataDir=/tmp/x\nclientPort=99999\nclientPrt=1\n');
    const { code, stdout, stderr } = await runDaemon([path]);
    expect(code).toBe(2);
    expect(messages(stdout)).toEqual([
      `info ${path}:4: clientPrt is no key that this release knows; it has no effect. Did you mean clientPort?`,
      `error ${path}:1: tickTime=2000 # ms: For input string: "2000 # ms". Write a whole number of milliseconds from 1, ` +
        'or remove the line for the default: 3000. A comment needs a line of its own.',
      `error ${path}:3: clientPort=99999: port out of range:99999. Write a port from 0 to 65535.`,
    ]);
    expect(stderr).toBe('Invalid config, exiting abnormally\n');
  });

  test('of an ensemble is refused in clear words', async () => {
    using folder = new TemporaryFolder();
    const servers = 'server.1=a:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\n';
    const path = folder.write('zoo.cfg', `dataDir=${folder.path}\nclientPort=0\n${servers}`);
    const { code, stdout } = await runDaemon([path]);
    expect(code).toBe(2);
    expect(messages(stdout)[0]).toContain('3 servers are listed, but ensembles are not supported by this release');
  });

  test('given by arguments is checked alike', async () => {
    const { code, stdout } = await runDaemon(['21x', '/tmp/x']);
    expect(code).toBe(2);
    expect(messages(stdout)[0]).toContain('argument 1: clientPort=21x: For input string: "21x"');
  });

  test('with an address that is unknown ends with exit code 2', async () => {
    using folder = new TemporaryFolder();
    const path = folder.write('zoo.cfg', `dataDir=${folder.path}\nclientPort=0\nclientPortAddress=nowhere.invalid\n`);
    const { code, stdout } = await runDaemon([path]);
    expect(code).toBe(2);
    expect(messages(stdout).at(-1)).toMatch(/^error clientPortAddress=nowhere\.invalid is an unknown host/u);
  });

  test('never has its secrets in the log', async () => {
    using folder = new TemporaryFolder();
    const secrets = ['DigestAuthenticationProvider.superDigest', 'ssl.keyStore.password', 'unknownPassword'];
    const lines = secrets.map((key) => `${key}=hunter2`).join('\n');
    const path = folder.write('zoo.cfg', `tickTime=0\ndataDir=${folder.path}\nclientPort=0\n${lines}\n`);
    const { stdout, stderr } = await runDaemon([path], {
      JVMFLAGS: '-Djavax.net.ssl.keyStorePassword=hunter2 -Xpass=hunter2',
    });
    expect(messages(stdout)).toHaveLength(4);
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

test('a port in use ends with exit code 1 and says what to do', async () => {
  using folder = new TemporaryFolder();
  const other = createServer().listen(0);
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, stdout, stderr } = await runDaemon([String(port), folder.path]);
  other.close();
  expect(code).toBe(1);
  expect(messages(stdout).at(-1)).toBe(
    `error *:${String(port)} is in use by another process. Stop that one, or choose another clientPort.`,
  );
  expect(stderr).toBe('Unexpected exception, exiting abnormally\n');
});

describe('a data directory', () => {
  test('is made when it is missing', async () => {
    using folder = new TemporaryFolder();
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await runDaemon([String(port), join(folder.path, 'a/b')]);
    other.close();
    expect(existsSync(join(folder.path, 'a/b/version-2'))).toBe(true);
  });

  test('that cannot be made ends with exit code 3', async () => {
    using folder = new TemporaryFolder();
    const file = folder.write('file', '');
    const { code, stdout, stderr } = await runDaemon(['0', join(file, 'data')]);
    expect(code).toBe(3);
    expect(messages(stdout)[0]).toMatch(/ENOTDIR/u);
    expect(stderr).toBe('Unable to access datadir, exiting abnormally\n');
  });

  test('that must not be made ends with exit code 3 when it is missing', async () => {
    using folder = new TemporaryFolder();
    const text = `dataDir=${folder.path}/data\nclientPort=0\ndatadir.autocreate=false\n`;
    const { code, stdout } = await runDaemon([folder.write('zoo.cfg', text)]);
    expect(code).toBe(3);
    expect(messages(stdout)[0]).toContain('it is missing, and datadir.autocreate=false: make it');
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  test('that is damaged ends with exit code 3, and names the file', async () => {
    using folder = new TemporaryFolder();
    mkdirSync(join(folder.path, 'version-2'));
    folder.write('version-2/snapshot.1f', 'ZKSN');
    const { code, stdout } = await runDaemon(['0', folder.path]);
    expect(code).toBe(3);
    expect(messages(stdout).at(-1)).toMatch(/^error .*snapshot\.1f/u);
  });
});
