import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { MemoryShell } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';
import { startZookit } from './zookit.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CLEAR_LINE = '\r\u001B[K';

let server: RunningServer;
let folder: TemporaryFolder;

beforeEach(async () => {
  server = await RunningServer.start({ fourLetterWords: new Set(['srvr', 'mntr', 'cons']) });
  folder = new TemporaryFolder();
  await server.client.create('/app', 'top');
  await server.client.create('/app/one', 'data');
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('how far it is, is told on standard error', () => {
  const run = async (isTerminal: boolean, ...command: readonly string[]): Promise<string> => {
    const shell = new MemoryShell(['-server', server.address, ...command], { isTerminal });
    expect(await shell.exitCode).toBe(0);
    return shell.stderr;
  };
  const file = (): string => join(folder.path, 'app.json');

  test.for([
    ['export', /^exporting \[#+\.+\] 50 % 1\/2 \//u, () => ['export', '--force', '/app', file()]],
    ['import', /^importing \[#+\.*\] \d+ % \d+\/\d+ \/copy/u, () => ['import', file(), '/copy']],
    ['find', /^looking 1 \/app/u, () => ['find', '--name', 'none', '/app']],
  ] as const)('by %s, where that is a terminal, and nowhere else', async ([, line, command]) => {
    expect(await run(false, 'export', '/app', file())).toBe('');
    const shown = await run(true, ...command());
    expect(shown.startsWith(CLEAR_LINE)).toBe(true);
    expect(shown.slice(CLEAR_LINE.length)).toMatch(line);
    expect(shown.endsWith(CLEAR_LINE)).toBe(true);
    expect(await run(false, ...command())).toBe('');
  });
});

test.for([
  ['watch --initial /app', /present \/app\/one\n/u],
  ['top -d 100', /zookit top, every 100 s/u],
] as const)('Ctrl-C gives the prompt back from "%s"', async ([command, shown]) => {
  const shell = new MemoryShell(['-server', server.address], { isTerminal: true });
  await shell.shows(/\(CONNECTED\) 0\] /u);
  shell.type(`${command}\r`);
  await shell.shows(shown);
  const before = shell.stdout.length;
  shell.type(CTRL_C);
  await shell.shows(/\(CONNECTED\) 1\] /u, before);
  shell.type('ls /app\r');
  await shell.shows(/\[one\]\n/u, before);
  shell.type(CTRL_D);
  expect(await shell.exitCode).toBe(0);
});

test.for(['status', '4lw ruok', 'top'])('Ctrl-C ends "%s" at a server that says nothing with 130', async (command) => {
  const silent = createServer((socket) => socket.on('error', () => undefined));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const asked = once(silent, 'connection');
  const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await using running = startZookit(['-server', address, ...command.split(' ')]);
  await asked;
  running.kill('SIGINT');
  expect(await running.exit).toEqual({ code: 130, signal: undefined });
  silent.close();
});
