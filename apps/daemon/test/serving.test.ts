import { writes, reads } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { ask, logLines, messages, runDaemon, startServing, TemporaryFolder } from './support.ts';

test('a server by arguments says where it is, answers, and ends with exit code 0 when it is told to', async () => {
  using folder = new TemporaryFolder();
  await using daemon = await startServing(['0', folder.path]);
  const started = logLines(daemon.stdout).at(-1);
  expect(started).toMatchObject({
    level: 'info',
    msg: 'zookit-server has started',
    compatibleWith: 'Apache ZooKeeper 3.9.4',
    listening: `*:${String(daemon.port)}`,
    tryIt: `zkCli.sh -server 127.0.0.1:${String(daemon.port)}`,
    data: folder.path,
    fourLetterWords: 'srvr',
    connectionsPerAddressMax: 'no limit',
  });
  expect(await ask(daemon.port, 'srvr')).toMatch(
    /^Zookeeper version: 3\.9\.4-zookit-\d+\.\d+\.\d+, built on \d{4}-\d\d-\d\d \d\d:\d\d UTC\n[^]*Mode: standalone\nNode count: 5\n$/u,
  );
  daemon.kill('SIGTERM');
  expect(await daemon.exit).toEqual({ code: 0, signal: undefined });
  expect(messages(daemon.stdout).slice(-2)).toEqual(['info stopping', 'info stopped']);
  expect(daemon.stderr).toBe('');
});

test('a server by a file does what the file says', async () => {
  using folder = new TemporaryFolder();
  const path = folder.write(
    'zoo.cfg',
    `# A comment
tickTime=2000
dataDir=${folder.path}/data
clientPort=0
clientPortAddress=127.0.0.1
maxClientCnxns=7
4lw.commands.whitelist=ruok, conf
initLimit=10
snapCount=1000
`,
  );
  await using daemon = await startServing([path], { SERVER_JVMFLAGS: '-Xmx1g' });
  expect(messages(daemon.stdout)).toEqual([
    'warn SERVER_JVMFLAGS: -Xmx1g steer a Java machine and have no effect.',
    'info data loaded',
    'info snapshot taken',
    'info zookit-server has started',
  ]);
  expect(await ask(daemon.port, 'ruok')).toBe('imok');
  expect(await ask(daemon.port, 'ruok\r\n')).toBe('imok');
  expect(await ask(daemon.port, 'mntr')).toBe('mntr is not executed because it is not in the whitelist.\n');
  expect(await ask(daemon.port, 'conf')).toBe(`clientPort=${String(daemon.port)}
secureClientPort=-1
dataDir=${folder.path}/data/version-2
dataDirSize=478
dataLogDir=${folder.path}/data/version-2
dataLogSize=478
tickTime=2000
maxClientCnxns=7
minSessionTimeout=4000
maxSessionTimeout=40000
clientPortListenBacklog=-1
serverId=0
`);
});

test('properties count from the command line and from the variables of start scripts', async () => {
  using folder = new TemporaryFolder();
  const args = ['-Dzookeeper.4lw.commands.whitelist=isro', '0', folder.path];
  await using daemon = await startServing(args, { JVMFLAGS: '-Dzookeeper.4lw.commands.whitelist=ruok' });
  expect(await ask(daemon.port, 'isro')).toBe('rw');
  expect(await ask(daemon.port, 'ruok')).toContain('not in the whitelist');
});

test('a file that is not UTF-8 is read as Java reads it', async () => {
  using folder = new TemporaryFolder();
  const text = Buffer.from(`# Verzeichnis f\u00fcr Daten\ndataDir=${folder.path}\nclientPort=0\n`, 'latin1');
  await using daemon = await startServing([folder.write('zoo.cfg', text)]);
  expect(await ask(daemon.port, 'srvr')).toContain('Mode: standalone');
});

test('the log can be made for people', async () => {
  using folder = new TemporaryFolder();
  const path = folder.write('zoo.cfg', `dataDir=${folder.path}\nclientPort=0\nnope=1\n`);
  await using daemon = await startServing(['--log-format=pretty', path]);
  expect(daemon.stdout).toMatch(
    /^\[\d{4}-\d\d-\d\d [\d:.]+\] INFO: .*zoo\.cfg:3: nope is no key that this release knows/u,
  );
});

test('the log can be made quieter', async () => {
  using folder = new TemporaryFolder();
  const path = folder.write(
    'zoo.cfg',
    `dataDir=${folder.path}\nclientPort=0\nclientPortAddress=nowhere.invalid\nnope=1\n`,
  );
  const { stdout } = await runDaemon(['--log-level=error', path]);
  expect(messages(stdout)).toHaveLength(1);
});

describe('signals', () => {
  test.for(['SIGTERM', 'SIGINT'] as const)('%s ends the connections of clients and the process', async (signal) => {
    using folder = new TemporaryFolder();
    await using daemon = await startServing(['0', folder.path]);
    using client = await RawClient.connect({ port: daemon.port });
    daemon.kill(signal);
    await client.socket.ended;
    expect(await daemon.exit).toEqual({ code: 0, signal: undefined });
  });

  test('a second one cuts a stop short that a client holds up', async () => {
    using folder = new TemporaryFolder();
    await using daemon = await startServing(['0', folder.path]);
    using client = await RawClient.connect({ port: daemon.port });
    const data = new Uint8Array(1_000_000);
    await client.ask(writes.create, {
      path: '/big',
      data,
      acl: [{ permissions: 31, id: { scheme: 'world', id: 'anyone' } }],
      flags: 0,
    });
    client.socket.pause();
    for (let count = 0; count < 30; count++) void client.request(reads.getData, { path: '/big', watch: false });
    const words = () => ask(daemon.port, 'srvr');
    while (!/^Received: 3[2-9]$/mu.test(await words()));
    daemon.kill('SIGTERM');
    await daemon.waitForOutput(/"msg":"stopping"/u);
    daemon.kill('SIGINT');
    expect(await daemon.exit).toEqual({ code: 130, signal: undefined });
    expect(messages(daemon.stdout).at(-1)).toBe('warn stopped at once by a second signal');
  });

  test('SIGQUIT logs the state and changes nothing', async () => {
    using folder = new TemporaryFolder();
    await using daemon = await startServing(['0', folder.path]);
    using client = await RawClient.connect({ port: daemon.port });
    daemon.kill('SIGQUIT');
    await daemon.waitForOutput(/"msg":"state of the server"\}\n/u);
    expect(logLines(daemon.stdout).at(-1)).toMatchObject({
      mode: 'standalone',
      isServing: true,
      port: daemon.port,
      connections: 1,
      sessions: 1,
      znodes: 5,
      watches: 0,
    });
    expect(client.socket.isEnded).toBe(false);
    expect(await ask(daemon.port, 'srvr')).toContain('Mode: standalone');
  });
});

describe('a defect that nobody caught', () => {
  /** Makes the process throw and reject from outside. */
  const defects = `
    process.on('SIGUSR2', () => { throw new Error('thrown'); });
    process.on('SIGHUP', () => { Promise.reject(new Error('rejected')); });
  `;

  test.for([
    ['SIGUSR2', 'an error was not caught', 'thrown'],
    ['SIGHUP', 'a rejection was not handled', 'rejected'],
  ] as const)(
    'by %s is logged with its cause, and ends the process with exit code 1',
    async ([signal, words, cause]) => {
      using folder = new TemporaryFolder();
      const env = { NODE_OPTIONS: `--import=${folder.write('defects.mjs', defects)}` };
      await using daemon = await startServing(['0', folder.path], env);
      daemon.kill(signal);
      expect(await daemon.exit).toEqual({ code: 1, signal: undefined });
      expect(logLines(daemon.stdout).at(-1)).toMatchObject({
        level: 'error',
        msg: `the process ends: ${words}`,
        error: { message: cause },
      });
    },
  );
});
