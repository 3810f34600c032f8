import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { MemoryShell, type MemoryShellOptions } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

async function startShell(server: RunningServer, options: MemoryShellOptions = {}): Promise<MemoryShell> {
  const shell = new MemoryShell(['-server', server.address], { isTerminal: true, ...options });
  await shell.shows(/\(CONNECTED\) 0\] /u);
  return shell;
}

test('the prompt shows the server, the state and the number of the line', async () => {
  await using server = await RunningServer.start();
  const shell = await startShell(server);
  expect(shell.stdout).toContain(`[zk: ${server.address}(CONNECTING) 0] `);
  shell.type('ls /\r');
  await shell.shows(/\[zookeeper\]\n/u);
  await shell.shows(/\(CONNECTED\) 1\] /u);
  shell.type('\r');
  shell.type(CTRL_D);
  expect(await shell.exitCode).toBe(0);
});

test('Ctrl-D ends the shell with the exit code of the last command', async () => {
  await using server = await RunningServer.start();
  const shell = await startShell(server);
  shell.type('get /missing\r');
  await shell.shows(/Node does not exist: \/missing\n/u);
  await shell.shows(/\) 1\] /u);
  shell.type(CTRL_D);
  expect(await shell.exitCode).toBe(1);
});

test('an event is printed above the line that is being typed, which stays as it is', async () => {
  await using server = await RunningServer.start();
  await server.client.create('/a', 'first');
  const shell = await startShell(server);
  shell.type('get -w /a\r');
  await shell.shows(/first\n/u);
  shell.type('create /half');
  await shell.shows(/create \/half$/u);
  const before = shell.stdout.length;
  await server.client.set('/a', 'second');
  await shell.shows(/NodeDataChanged path:\/a zxid: \d+\n/u, before);
  await shell.shows(/\) 1\] .*create \/half/u, before);
  shell.type('-typed data\r');
  await shell.shows(/Created \/half-typed\n/u);
  shell.type(CTRL_D);
  expect(await shell.exitCode).toBe(0);
});

describe('Ctrl-C', () => {
  test('throws away the line that is being typed', async () => {
    await using server = await RunningServer.start();
    const shell = await startShell(server);
    shell.type('delete /zookeeper/oops');
    shell.type(CTRL_C);
    await shell.shows(/\^C\n/u);
    shell.type('ls /\r');
    await shell.shows(/\[zookeeper\]\n/u);
    shell.type(CTRL_D);
    expect(await shell.exitCode).toBe(0);
  });

  test('stops a command that was entered in the same turn', async () => {
    await using server = await RunningServer.start();
    const shell = await startShell(server);
    shell.type(`create /a\r${CTRL_C}`);
    await shell.shows(/Interrupted\.\n/u);
    await shell.shows(/\(CONNECTED\) 1\] /u);
    expect(await server.client.exists('/a')).toBeUndefined();
    shell.type(CTRL_D);
    expect(await shell.exitCode).toBe(130);
  });

  test('gives the prompt back while a command waits for a server that is not there', async () => {
    const shell = new MemoryShell(['-server', '127.0.0.1:1', '-waitforconnection'], { isTerminal: true });
    await shell.shows(/\(CONNECTING\) 0\] /u);
    shell.type('ls /\r');
    await shell.shows(/ls \/\r?\n/u);
    shell.type(CTRL_C);
    await shell.shows(/Interrupted\.\n/u);
    await shell.shows(/\(CONNECTING\) 1\] /u);
    shell.type(CTRL_D);
    expect(await shell.exitCode).toBe(130);
  });
});

test('keys that are pressed in "top" are not typed into the next line', async () => {
  await using server = await RunningServer.start({ fourLetterWords: new Set(['srvr', 'mntr', 'cons']) });
  const shell = await startShell(server);
  shell.type('top -d 100\r');
  await shell.shows(/every 100 s/u);
  const before = shell.stdout.length;
  for (const key of 'lwq') shell.type(key);
  await shell.shows(/\(CONNECTED\) 1\] $/u, before);
  shell.type('ls /\r');
  await shell.shows(/\[zookeeper\]\n/u, before);
  shell.type(CTRL_D);
  expect(await shell.exitCode).toBe(0);
});

test('what is typed while a command runs is run behind it', async () => {
  await using server = await RunningServer.start();
  const shell = await startShell(server);
  shell.type('create /a one\rget /a\rquit\r');
  expect(await shell.exitCode).toBe(0);
  expect(shell.stdout).toMatch(/Created \/a\n[^]*get \/a\n[^]*one\n/u);
});

test('Tab goes on with paths of the server', async () => {
  await using server = await RunningServer.start();
  await server.client.create('/a-long-name', 'found');
  const shell = await startShell(server);
  shell.type('get /a-l');
  shell.type('\t');
  await shell.shows(/get \/a-l.*ong-name/u);
  shell.type('\r');
  await shell.shows(/found\n/u);
  shell.type(CTRL_D);
  await shell.exitCode;
});

test('the lines of an earlier shell can be had again', async () => {
  await using server = await RunningServer.start();
  using folder = new TemporaryFolder();
  const environment = { ZOOKIT_HISTORY: join(folder.path, 'history') };
  const first = await startShell(server, { environment });
  first.type('ls /zookeeper\r');
  await first.shows(/\[config, quota\]\n/u);
  first.type('addauth digest user:password\r');
  await first.shows(/\) 2\] /u);
  first.type(CTRL_D);
  await first.exitCode;
  expect(readFileSync(environment.ZOOKIT_HISTORY, 'utf8')).toBe('ls /zookeeper\n');
  const second = await startShell(server, { environment });
  second.type('\u001B[A');
  await second.shows(/ls \/zookeeper$/u);
  second.type('\r');
  await second.shows(/\[config, quota\]\n/u);
  second.type(CTRL_D);
  await second.exitCode;
});

test('colours are there on a terminal, unless NO_COLOR says otherwise', async () => {
  await using server = await RunningServer.start();
  const coloured = new MemoryShell(['-server', server.address], { isTerminal: true, environment: { NO_COLOR: '' } });
  await coloured.shows(/\(CONNECTED\)/u);
  expect(coloured.raw).toContain('\u001B[32mCONNECTED\u001B[39m');
  coloured.type(CTRL_D);
  await coloured.exitCode;
  const plainShell = await startShell(server);
  plainShell.type(CTRL_D);
  await plainShell.exitCode;
  expect(plainShell.raw).not.toContain('\u001B[32m');
});

test('a server that goes is seen in the prompt, without a key pressed', async () => {
  const server = await RunningServer.start();
  const shell = await startShell(server);
  await server[Symbol.asyncDispose]();
  await shell.shows(/WatchedEvent state:Disconnected type:None path:null zxid: -1\n/u);
  await shell.shows(/\(CONNECTING\) 0\] $/u);
  shell.type(CTRL_D);
  await shell.exitCode;
});
