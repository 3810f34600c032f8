import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryShell, runInMemory } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';
import { startZookit, zookit } from './zookit.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await RunningServer.start();
  await server.client.create('/a', 'data');
});

afterAll(() => server[Symbol.asyncDispose]());

describe('a command on the command line, run by a process', () => {
  test('prints its result, and ends with 0', async () => {
    expect(await zookit('-server', server.address, 'get', '/a')).toMatchObject({
      stdout: 'data\n',
      stderr: '',
      code: 0,
    });
  });

  test('ends with 1 when it fails', async () => {
    expect(await zookit('-server', server.address, 'delete', '/missing')).toMatchObject({
      stdout: '',
      stderr: 'Node does not exist: /missing\n',
      code: 1,
    });
  });

  test('ends with 127 when there is no such command', async () => {
    const { stderr, code } = await zookit('-server', server.address, 'no-such-command');
    expect(stderr).toMatch(
      /^ZooKeeper -server host:port [^]*\nCommand not found: Command not found no-such-command\n$/u,
    );
    expect(code).toBe(127);
  });

  test('ends with 1 at once when no server can be reached, and says so', async () => {
    expect(await zookit('-server', '127.0.0.1:1', 'ls', '/')).toMatchObject({
      stderr: 'KeeperErrorCode = ConnectionLoss\nCould not connect to 127.0.0.1:1: nothing listens there.\n',
      code: 1,
    });
  });

  test('takes the words of the shell as they are', async () => {
    await zookit('-server', server.address, 'create', '/quoted', '"two words"');
    expect((await zookit('-server', server.address, 'get', '/quoted')).stdout).toBe('"two words"\n');
  });

  test('is ended by Ctrl-C with 130', async () => {
    const running = startZookit(['-server', '127.0.0.1:1', '-waitforconnection', '--verbose', 'ls', '/']);
    await running.waitForOutput(/Connecting to 127\.0\.0\.1:1\n/u);
    running.kill('SIGINT');
    expect(await running.exit).toEqual({ code: 130, signal: undefined });
    expect(running.stderr).toBe('Interrupted.\n');
  });
});

test('its session is closed, unless it is to be kept', async () => {
  await runInMemory(['-server', server.address, 'create', '-e', '/gone']);
  expect(await server.client.exists('/gone')).toBeUndefined();
  await runInMemory(['-server', server.address, '--keep-session', 'create', '-e', '/kept']);
  expect(await server.client.exists('/kept')).toBeDefined();
});

test("called zkCli.sh, it prints the lines of Apache's shell, too", async () => {
  const shell = new MemoryShell(['-server', server.address, 'get', '/a'], { programName: 'zkCli.sh' });
  expect(await shell.exitCode).toBe(0);
  expect(shell.stdout).toBe(
    `Connecting to ${server.address}\n\nWATCHER::\n\n` +
      'WatchedEvent state:SyncConnected type:None path:null zxid: -1\ndata\n',
  );
});

test('the chroot of the connect string is the root', async () => {
  await server.client.create('/root', null);
  expect((await runInMemory(['-server', `${server.address}/root`, 'create', '/below', 'x'])).stderr).toBe(
    'Created /below\n',
  );
  expect(await server.client.exists('/root/below')).toBeDefined();
});

test('--auth says who one is', async () => {
  const args = ['-server', server.address, '--auth', 'digest:user:pw', 'whoami'];
  expect((await runInMemory(args)).stdout).toContain('digest: user\n');
});

describe('with --output json', () => {
  test('a result is a line of JSON', async () => {
    const { stdout } = await runInMemory(['-server', server.address, '--output', 'json', 'get', '/a']);
    expect(JSON.parse(stdout)).toMatchObject({ path: '/a', data: 'data', stat: { version: 0, dataLength: 4 } });
  });

  test('so is a failure, on standard error', async () => {
    const { stdout, stderr } = await runInMemory(['-server', server.address, 'get', '/missing', '--output', 'json']);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: -101, path: '/missing' } });
  });

  test.for([
    ['ls /zookeeper', { path: '/zookeeper', children: ['config', 'quota'] }],
    ['stat /a', { path: '/a', stat: { dataLength: 4 } }],
    ['getAcl /a', { path: '/a', acl: [{ scheme: 'world', id: 'anyone', permissions: 'cdrwa' }] }],
    ['set /a data', { path: '/a' }],
    ['create /json', { path: '/json' }],
    ['getAllChildrenNumber /json', { path: '/json', count: 0 }],
    ['delete /json', { path: '/json' }],
    ['whoami', { identities: [{ scheme: 'ip', id: '127.0.0.1' }] }],
    ['printwatches', { printwatches: true }],
  ] as const)('%s', async ([line, value]) => {
    const { stdout } = await runInMemory(['-server', server.address, '--output', 'json', ...line.split(' ')]);
    expect(JSON.parse(stdout)).toMatchObject(value);
  });
});

describe('help', () => {
  test('tells of each option of the shell and of each command', async () => {
    const { stdout, code } = await runInMemory(['--help']);
    for (const word of ['--server', '-r ', '--tls-ca', 'ZOOKIT_SERVER', 'addWatch', 'whoami']) {
      expect(stdout).toContain(word);
    }
    expect(code).toBe(0);
  });

  test('of a command needs no server', async () => {
    const byCommand = await runInMemory(['-server', '127.0.0.1:1', 'help', 'create']);
    const byOption = await runInMemory(['-server', '127.0.0.1:1', 'create', '--help']);
    expect(byCommand.stdout).toContain('create -e -s /app/member- me\n');
    expect(byOption).toEqual(byCommand);
  });

  test('the version is printed', async () => {
    expect((await runInMemory(['--version'])).stdout).toMatch(/^zookit \d/u);
  });
});
