import { expect, test } from 'vitest';
import { MemoryShell } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';

const CTRL_D = '\u0004';
const BAD_PORT = 'has the port "99999"; a port is a number from 1 to 65535';

async function end(shell: MemoryShell): Promise<number> {
  shell.type(CTRL_D);
  return shell.exitCode;
}

test('"connect" to what makes no sense says so, and leaves the session alone', async () => {
  await using server = await RunningServer.start();
  const shell = new MemoryShell(['-server', server.address], { isTerminal: true });
  await shell.shows(/\(CONNECTED\) 0\] /u);
  shell.type('create -e /mine\r');
  await shell.shows(/\(CONNECTED\) 1\] /u);
  shell.type('connect h:99999\r');
  await shell.shows(/\(CONNECTED\) 2\] /u);
  expect(shell.stdout).toContain(BAD_PORT);
  expect(await server.client.exists('/mine')).toBeDefined();
  expect(await end(shell)).toBe(1);
});

test('servers that make no sense are told of at once, and "connect" takes others', async () => {
  await using server = await RunningServer.start();
  const shell = new MemoryShell(['-server', 'h:99999'], { isTerminal: true });
  await shell.shows(/\(CLOSED\) 0\] /u);
  expect(shell.stdout).toContain(BAD_PORT);
  shell.type(`connect ${server.address}\r`);
  await shell.shows(/\(CONNECTED\) 1\] /u);
  expect(await end(shell)).toBe(0);
});

test('"close" needs no server, and what comes behind it says how to go on', async () => {
  const shell = new MemoryShell(['-server', '127.0.0.1:1'], { isTerminal: true });
  await shell.shows(/\(CONNECTING\) 0\] /u);
  shell.type('close\r');
  await shell.shows(/\(CLOSED\) 1\] /u);
  shell.type('ls /\r');
  await shell.shows(/Not connected\n"connect" opens a session/u);
  await shell.shows(/\(CLOSED\) 2\] /u);
  expect(await end(shell)).toBe(1);
});
