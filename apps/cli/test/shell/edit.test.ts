import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { editedText } from '../../src/shell/edit/edited-text.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { MemoryShell } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';
import { type Finished, startZookit } from './zookit.ts';

let server: RunningServer;
let folder: TemporaryFolder;

beforeEach(async () => {
  server = await RunningServer.start();
  folder = new TemporaryFolder();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Runs `edit` with a shell script for an editor, which finds the file as `$1`; files go below the test's folder. */
async function edit(script: string, ...args: readonly string[]): Promise<Finished> {
  const editor = folder.write('editor.sh', script);
  const env = { EDITOR: 'false', VISUAL: `sh ${editor}`, TMPDIR: folder.path };
  const run = startZookit(['-server', server.address, 'edit', ...args], env);
  const exit = await run.exit;
  return { ...exit, stdout: run.stdout, stderr: run.stderr };
}

const dataOf = async (path: string) => Buffer.from((await server.client.get(path)).data).toString();
const leftOver = () => readdirSync(folder.path).filter((name) => name.startsWith('zookit-edit-'));

test('what was saved is set, by the version that was read, and the file is gone', async () => {
  await server.client.create('/config', 'one');
  const seen = join(folder.path, 'seen');
  const run = await edit(
    `cat "$1" > ${seen}; stat -c %a "$1" >> ${seen}; basename "$1" >> ${seen}; echo two > "$1"`,
    '/config',
  );
  expect(run).toEqual({ stdout: '/config: version 1\n', stderr: '', code: 0, signal: undefined });
  expect(readFileSync(seen, 'utf8')).toBe('one600\nconfig\n');
  expect(await dataOf('/config')).toBe('two');
  const json = await edit('echo three > "$1"', '--output', 'json', '/config');
  expect(JSON.parse(json.stdout)).toEqual({ path: '/config', isChanged: true, version: 2 });
  expect(leftOver()).toEqual([]);
});

test('nothing is set when nothing was changed, or the editor fails', async () => {
  await server.client.create('/config', 'one');
  expect(await edit('true', '/config')).toMatchObject({ stdout: 'nothing changed\n', code: 0 });
  const json = await edit('true', '--output', 'json', '/config');
  expect(JSON.parse(json.stdout)).toEqual({ path: '/config', isChanged: false });
  const failed = await edit('exit 3', '/config');
  expect(failed).toMatchObject({ code: 1 });
  expect(failed.stderr).toMatch(/^The editor "sh .*" ended with 3: nothing was set.\n$/u);
  expect((await server.client.get('/config')).stat.version).toBe(0);
  expect(leftOver()).toEqual([]);
});

test('what others set meanwhile stays, and what was written is kept to go on with', async () => {
  await server.client.create('/config', 'one');
  // The other one comes while the editor is open: it waits until told to go on.
  const go = join(folder.path, 'go');
  const editing = edit(
    `echo open > ${folder.path}/open; while [ ! -e ${go} ]; do sleep 0.05; done; echo mine > "$1"`,
    '/config',
  );
  await expect.poll(() => existsSync(`${folder.path}/open`), { timeout: 20_000 }).toBe(true);
  await server.client.set('/config', 'theirs');
  folder.write('go', '');
  const run = await editing;
  expect(run.code).toBe(1);
  const [, kept = ''] = /kept in (.*)\.\n/u.exec(run.stderr) ?? [];
  expect(run.stderr).toBe(
    '/config was changed meanwhile: version 0 was opened, and is no longer there.\n' +
      `What you wrote is kept in ${kept}.\nTo go on with it: edit --continue ${kept} /config\n`,
  );
  expect(readFileSync(kept, 'utf8')).toBe('mine\n');
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(await dataOf('/config')).toBe('theirs');

  const again = await edit('echo both > "$1"', '--continue', kept, '/config');
  expect(again).toMatchObject({ code: 0, stdout: '/config: version 2\n' });
  expect(again.stderr).toContain('-theirs\n');
  expect(again.stderr).toContain('+mine\n');
  expect(await dataOf('/config')).toBe('both');
});

test('data that is no text is not opened, and a missing editor is named', async () => {
  await server.client.create('/bytes', Buffer.from([255]));
  expect((await edit('true', '/bytes')).stderr).toBe(
    'The data of /bytes is no text in UTF-8. "get -b /bytes" prints it in base64.\n',
  );
  await server.client.create('/text', 'x');
  const run = startZookit(['-server', server.address, 'edit', '/text'], { EDITOR: 'no-such-editor', VISUAL: '' });
  await run.exit;
  expect(run.stderr).toContain('There is no editor "no-such-editor": set VISUAL or EDITOR to one.\n');
});

test('a line end that the editor put behind the last line is left out', () => {
  expect(editedText('a', 'b\n')).toBe('b');
  expect(editedText('a\n', 'b\n')).toBe('b\n');
  expect(editedText('a', 'b\n\n')).toBe('b\n');
  expect(editedText('', 'b\n')).toBe('b');
});

test('Ctrl-C is for the editor while it has the terminal', async () => {
  await server.client.create('/config', 'one');
  const script = folder.write(
    'editor.sh',
    'echo "$1" > "$0.open"; until [ -e "$0.go" ]; do sleep 0.01; done; echo two > "$1"',
  );
  vi.stubEnv('VISUAL', `sh ${script}`);
  const shell = new MemoryShell(['-server', server.address], { isTerminal: true });
  await shell.shows(/\(CONNECTED\) 0\] /u);
  shell.type('edit /config\r');
  await waitFor('the editor', () => existsSync(`${script}.open`));
  shell.interrupt();
  folder.write('editor.sh.go', '');
  await shell.shows(/\/config: version 1\n/u);
  shell.type('\u0004');
  expect(await shell.exitCode).toBe(0);
});
