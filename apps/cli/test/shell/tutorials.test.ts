import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInMemory, type ShellRun } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';

const CONNECTED = '\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null zxid: -1\n';

let server: RunningServer;

beforeAll(async () => {
  server = await RunningServer.start();
});

afterAll(() => server[Symbol.asyncDispose]());

/** Runs the lines in one session; what is printed before the first of them is left out. */
async function run(...lines: readonly string[]): Promise<ShellRun> {
  const { stdout, ...rest } = await runInMemory(['-server', server.address], lines);
  return { ...rest, stdout: stdout.replace(/^Connecting.*\nWelcome.*\nJLine.*\n/u, '').replace(CONNECTED, '') };
}

describe('what tutorials tell to type works as it is typed', () => {
  test('create /a', async () => {
    expect(await run('create /a', 'get /a')).toEqual({ stdout: 'null\n', stderr: 'Created /a\n', code: 0 });
  });

  test('create -e -s /b/c data', async () => {
    const { stdout, stderr, code } = await run('create /b', 'create -e -s /b/c data', 'ls /b', 'get /b/c0000000000');
    expect({ stdout, stderr, code }).toEqual({
      stdout: '[c0000000000]\ndata\n',
      stderr: 'Created /b\nCreated /b/c0000000000\n',
      code: 0,
    });
    expect((await run('ls /b')).stdout).toBe('[]\n');
  });

  test('get /c watch', async () => {
    const { stdout, stderr } = await run('create /c one', 'get /c watch', 'set /c two', 'get /c');
    expect(stderr).toContain("'get path [watch]' has been deprecated. Please use 'get [-s] [-w] path' instead.\n");
    expect(stdout).toMatch(
      /^one\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeDataChanged path:\/c zxid: \d+\ntwo\n$/u,
    );
  });

  test('ls /c watch and stat /c watch', async () => {
    const { stdout, stderr } = await run('create /d', 'ls /d watch', 'stat /d watch', 'create /d/e', 'set /d x');
    expect(stderr).toContain("'ls path [watch]' has been deprecated. Please use 'ls [-w] path' instead.\n");
    expect(stderr).toContain("'stat path [watch]' has been deprecated. Please use 'stat [-w] path' instead.\n");
    expect(stdout.match(/type:\w+ path:\S+/gu)).toEqual([
      'type:NodeChildrenChanged path:/d',
      'type:NodeDataChanged path:/d',
    ]);
  });

  test('ls2 /', async () => {
    const { stdout, stderr, code } = await run('ls2 /zookeeper');
    expect(stderr).toBe("'ls2' has been deprecated. Please use 'ls [-s] path' instead.\n");
    expect(stdout).toMatch(/^\[config, quota\]\ncZxid = 0x0\nctime = Thu Jan 01 [^]*\nnumChildren = 2\n$/u);
    expect(code).toBe(0);
  });

  test('set and delete', async () => {
    const { stdout, stderr, code } = await run('create /f 1', 'set /f 2', 'get /f', 'delete /f', 'get /f');
    expect({ stdout, stderr, code }).toEqual({
      stdout: '2\n',
      stderr: 'Created /f\nNode does not exist: /f\n',
      code: 1,
    });
  });

  test('delete path version, which heeds the version', async () => {
    const notice = "'delete path [version]' has been deprecated. Please use 'delete [-v version] path' instead.\n";
    const { stderr, code } = await run('create /f', 'delete /f 7', 'delete /f 0');
    expect({ stderr, code }).toEqual({
      stderr: `Created /f\n${notice}version No is not valid : /f\n"stat" shows the versions that it has.\n${notice}`,
      code: 0,
    });
  });

  test('rmr', async () => {
    const { stdout, stderr, code } = await run('create /g', 'create /g/h', 'create /g/h/i', 'rmr /g', 'ls /g');
    expect(stderr).toContain("The command 'rmr' has been deprecated. Please use 'deleteall' instead.\n");
    expect(stderr).toContain('Node does not exist: /g\n');
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  });

  test('stat', async () => {
    const { stdout } = await run('create /j data', 'stat /j');
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      ...['cZxid', 'ctime', 'mZxid', 'mtime', 'pZxid', 'cversion', 'dataVersion', 'aclVersion', 'ephemeralOwner'],
      ...['dataLength', 'numChildren', ''],
    ]);
  });

  test('getAcl, and setAcl /k world:anyone:crwa', async () => {
    const { stdout, code } = await run('create /k', 'getAcl /k', 'setAcl /k world:anyone:crwa', 'getAcl /k');
    expect(stdout).toBe("'world,'anyone\n: cdrwa\n'world,'anyone\n: crwa\n");
    expect(code).toBe(0);
  });

  test('addauth digest user:pw, and setAcl /l auth:user:pw:crwa', async () => {
    const { stdout, stderr } = await run(
      'create /l',
      'addauth digest user:pw',
      'setAcl /l auth:user:pw:crwa',
      'getAcl /l',
    );
    expect(stderr).toBe('Created /l\n');
    expect(stdout).toBe(`'digest,'user:${hashOf('user:pw')}\n: crwa\n`);
    expect((await run('get /l')).stderr).toBe(`Insufficient permission : /l\n${NO_AUTH_REMEDY}\n`);
  });

  test('setAcl /m digest:user:HASH:cdrwa', async () => {
    await run('create /m secret', `setAcl /m digest:user:${hashOf('user:pw')}:cdrwa`);
    expect((await run('get /m')).stderr).toBe(`Insufficient permission : /m\n${NO_AUTH_REMEDY}\n`);
    expect((await run('addauth digest user:pw', 'get /m')).stdout).toBe('secret\n');
  });

  test('setAcl -R goes on where it may not', async () => {
    const locked = `digest:other:${hashOf('other:pw')}:cdrwa`;
    await run('create /r', 'create /r/a', `create /r/b secret ${locked}`, 'create /r/a/c');
    const { stdout, stderr, code } = await run('setAcl -R /r world:anyone:r', 'getAcl /r/a/c');
    expect(stderr).toBe('Insufficient permission : /r/b\n');
    expect(stdout).toBe("'world,'anyone\n: r\n");
    expect(code).toBe(0);
  });

  test('setquota, listquota and delquota', async () => {
    const { stdout, stderr, code } = await run(
      ...['create /q data', 'setquota -n 5 /q', 'setquota -B 100 /q', 'listquota /q', 'delquota /q', 'listquota /q'],
    );
    expect(stdout).toBe(
      'Output quota for /q count=5,bytes=-1=;byteHardLimit=100;countHardLimit=-1\n' +
        'Output stat for /q count=1,bytes=4\n',
    );
    expect(stderr).toContain('absolute path is /zookeeper/quota/q/zookeeper_limits\n');
    expect(stderr).toContain('quota for /q does not exist.\n');
    expect(code).toBe(1);
  });

  test('addWatch -m PERSISTENT_RECURSIVE', async () => {
    const { stdout } = await run(
      ...['create /w', 'addWatch -m PERSISTENT_RECURSIVE /w', 'create /w/x', 'set /w/x 1', 'delete /w/x'],
      ...['removewatches /w', 'set /w unseen'],
    );
    expect(stdout.match(/type:\w+ path:\S+/gu)).toEqual([
      'type:NodeCreated path:/w/x',
      'type:NodeDataChanged path:/w/x',
      'type:NodeDeleted path:/w/x',
      'type:PersistentWatchRemoved path:/w',
    ]);
  });

  test('config', async () => {
    expect(await run('config')).toEqual({ stdout: '\n', stderr: '', code: 0 });
  });

  test('reconfig', async () => {
    const { stderr, code } = await run('reconfig -add "server.5=h5:2888:3888;2181"');
    expect(stderr).toBe(
      'KeeperErrorCode = Reconfig is disabled\nThe servers allow it where their configuration says reconfigEnabled=true.\n',
    );
    expect(code).toBe(1);
  });

  test('whoami', async () => {
    expect((await run('addauth digest user:pw', 'whoami')).stdout).toBe(
      'Auth scheme: User\nip: 127.0.0.1\ndigest: user\n',
    );
  });

  test('version', async () => {
    expect((await run('version')).stdout).toMatch(/^ZooKeeper CLI version: \d+\.\d+\.\d+ /u);
  });

  test('history and redo', async () => {
    const { stdout } = await run('ls /zookeeper', 'history', 'redo 0', 'history');
    expect(stdout).toBe(
      '[config, quota]\n0 - ls /zookeeper\n1 - history\n[config, quota]\n' +
        '0 - ls /zookeeper\n1 - history\n2 - ls /zookeeper\n3 - history\n',
    );
  });

  test('close, and connect', async () => {
    const { stdout, code } = await run('ls /zookeeper', 'close', `connect ${server.address}`, 'ls /zookeeper');
    expect(stdout).toBe(
      '[config, quota]\n\nWATCHER::\n\nWatchedEvent state:Closed type:None path:null zxid: -1\n' +
        '\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null zxid: -1\n[config, quota]\n',
    );
    expect(code).toBe(0);
  });

  test('sync, getAllChildrenNumber and getEphemerals', async () => {
    const { stdout } = await run(
      ...['create /s', 'create -e /s/t', 'sync /s', 'getAllChildrenNumber /s', 'getEphemerals', 'getEphemerals /q'],
    );
    expect(stdout).toBe('Sync is OK\n1\n[/s/t]\n[]\n');
  });
});

describe('a wrong line says what is wrong, and what would be right', () => {
  test.for([
    ['localhost:2181 ls /', 'Did you mean -server localhost:2181?'],
    ['create /no/parent', 'Node does not exist: /no/parent\nIts parent /no has to be created first.'],
    [
      'delete /zookeeper',
      "Arguments are not valid : /zookeeper\nThe root, and what is ZooKeeper's own, can't be deleted.",
    ],
    ['reconfig -file /none/here', "/none/here can't be read: there is no such file."],
    ['gte /a', 'Did you mean "get"? "help get" tells how it is used.'],
    ['get', 'get [-s] [-w] [-b] [-x] path'],
    ['get -z /a', 'Unrecognized option: -z'],
    ['get a', 'Path must start with / character\nDid you mean /a?'],
    ['create /n data foo', 'foo does not have the form scheme:id:perm'],
    ['create /n hello world', 'world does not have the form scheme:id:perm'],
    ['create /n a b c', 'One word too many: c; quotes keep words together'],
    ['create -e -c /n', '-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.'],
    ['create -t 0 /n', 'ttl must be positive and cannot be larger than: 1099511627775'],
    ['set -v one /n x', '-v argument must be a number, the dataVersion or aclVersion that "stat" shows'],
    ['set -b /n ?', '? is no base64; without -b the data is taken as it is'],
    ['addauth digest user', 'digest takes user:password'],
    ['setquota -n 5 -b 5 /n', 'Only one of -n, -b at a time'],
    ['setquota -n 5 /nope', '/nope does not exist.'],
    ['addWatch -m NONSENSE /n', '-m is one of PERSISTENT, PERSISTENT_RECURSIVE, not NONSENSE'],
    ['removewatches /nowhere', 'KeeperErrorCode = No such watcher for /nowhere'],
    ['redo 99', 'Command index out of range'],
    ['printwatches maybe', 'on|off is one of on, off, not maybe'],
    ['reconfig -remove x', '-remove takes the numbers of servers, as in -remove 3,4, not x'],
  ] as const)('%s', async ([line, text]) => {
    const { stderr, code } = await run(line);
    expect(stderr).toContain(`${text}\n`);
    expect(stderr).not.toMatch(/^\s+at /mu);
    expect(code).toBe(/^(?:gte|localhost)/u.test(line) ? 127 : 1);
  });
});

const NO_AUTH_REMEDY =
  '"addauth" says who you are, as in addauth digest user:password; "getAcl" shows who may do what.';

/** Source: `DigestAuthenticationProvider.generateDigest`. */
function hashOf(user: string): string {
  return createHash('sha1').update(user).digest('base64');
}
