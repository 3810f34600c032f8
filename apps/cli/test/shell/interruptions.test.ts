import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Direction, TcpProxy } from '@zookit/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { RunningServer } from './running-server.ts';
import { type Finished, startZookit, zookit } from './zookit.ts';

const COUNT = 3000;
const exported = {
  format: 'zookit-export',
  root: '/app',
  version: 1,
  znodes: [
    { path: '/' },
    ...Array.from({ length: COUNT }, (_, index) => ({ path: `/${index}`, data: 'x'.repeat(99) })),
  ],
};

let server: RunningServer;
let folder: TemporaryFolder;
let file: string;

beforeEach(async () => {
  server = await RunningServer.start();
  folder = new TemporaryFolder();
  file = folder.write('app.json', JSON.stringify(exported));
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Runs a command, cuts its connection after so many bytes, answers nothing from then on, and presses Ctrl-C. */
async function interrupted(direction: Direction, byteCount: number, args: readonly string[]): Promise<Finished> {
  await using proxy = await TcpProxy.start({ port: Number(server.address.split(':')[1]) });
  const cut = proxy.cutAfter(direction, byteCount);
  await using running = startZookit(['-server', `127.0.0.1:${proxy.port}`, ...args]);
  await cut;
  proxy.hold('toClient');
  running.kill('SIGINT');
  const exit = await running.exit;
  return { ...exit, stdout: running.stdout, stderr: running.stderr };
}

const childrenOf = async (path: string) => (await server.client.children(path)).names.length;

describe('Ctrl-C in the middle of it ends with 130:', () => {
  beforeEach(async () => {
    await zookit('-server', server.address, 'import', file);
  });

  test.for([['tree'], ['find', '--contains', 'y'], ['export', '/'], ['diff', '/', '/'], ['watch', '--initial']])(
    '%o',
    async (command) => {
      const { code, signal } = await interrupted('toClient', 60_000, command);
      expect({ code, signal }).toEqual({ code: 130, signal: undefined });
    },
  );

  test('an export, which leaves no file behind', async () => {
    const target = join(folder.path, 'again.json');
    const run = await interrupted('toClient', 60_000, ['export', '/app', target]);
    expect(run).toEqual({ stdout: '', stderr: 'Interrupted.\n', code: 130, signal: undefined });
    expect(readdirSync(folder.path)).toEqual(['app.json']);
  });
});

test('an import that was interrupted goes on when it is run again', async () => {
  const run = await interrupted('toServer', 150_000, ['import', file]);
  expect(run.code).toBe(130);
  expect(run.stderr).toMatch(/^\d+ created; it goes on from there when it is run again.\nInterrupted.\n$/u);
  const count = await childrenOf('/app');
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(COUNT);
  const again = await zookit('-server', server.address, 'import', file);
  expect(again).toMatchObject({ code: 0, stderr: '', stdout: `${COUNT - count} created, ${count + 1} unchanged\n` });
  expect(await childrenOf('/app')).toBe(COUNT);
});

test('an import and an export go on by themselves when the connection is lost in the middle', async () => {
  await using proxy = await TcpProxy.start({ port: Number(server.address.split(':')[1]) });
  const address = `127.0.0.1:${proxy.port}`;
  const isCut = proxy.cutAfter('toServer', 150_000);
  const run = await zookit('-server', address, 'import', file);
  await isCut;
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(await childrenOf('/app')).toBe(COUNT);
  const isCutAgain = proxy.cutAfter('toClient', 100_000);
  const target = join(folder.path, 'again.json');
  expect(await zookit('-server', address, 'export', '/app', target)).toMatchObject({ code: 0, stderr: '' });
  await isCutAgain;
  const { znodes } = JSON.parse(readFileSync(target, 'utf8')) as { znodes: unknown[] };
  expect(znodes).toHaveLength(COUNT + 1);
});
