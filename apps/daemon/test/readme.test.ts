import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { configKeyTable } from '../src/config-key-table.ts';
import { helpText } from '../src/help.ts';
import { ask, folder, TemporaryFolder } from './support.ts';

const readme = readFileSync(join(folder, 'README.md'), 'utf8');

/** The cells of a Markdown table, whatever its layout. */
function cells(table: string): string[][] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim().replace(/^-+$/u, '---')));
}

test('the table of keys is the one that the program prints', () => {
  const [, section = ''] = readme.split('<!-- zookit-server --config-keys -->');
  const table = section.split('\n\n').find((block) => block.startsWith('|')) ?? '';
  expect(cells(table)).toEqual(cells(configKeyTable()));
});

test('the exit codes are those of the help', () => {
  const [, section = ''] = readme.split('## Exit codes');
  const codes = cells(section)
    .slice(2)
    .map(([, code]) => code?.replace(' or', ','));
  for (const code of codes) expect(helpText()).toMatch(new RegExp(`^ {2}${code ?? '?'} {2,}`, 'mu'));
  expect(codes).toHaveLength(5);
});

test('the example starts a server that answers', async () => {
  using directory = new TemporaryFolder();
  const port = String(await freePort());
  const [, example = ''] = /```sh\n(.*?)```/su.exec(readme) ?? [];
  const program = directory.write(
    'zookit-server',
    `#!/bin/sh\nexec '${process.execPath}' '${folder}/src/main.ts' "$@"\n`,
  );
  chmodSync(program, 0o755);
  const env = { PATH: `${directory.path}:${process.env['PATH'] ?? ''}` };
  const script = example.replace('2181', port).replace('zookit-server', 'exec zookit-server');
  await using server = startProcess('sh', ['-ec', script], { cwd: directory.path, env });
  await server.waitForOutput(/"msg":"zookit-server has started"/u);
  expect(await ask(Number(port), 'srvr')).toContain('Mode: standalone');
  expect(await ask(Number(port), 'ruok')).toBe('imok');
  server.kill('SIGTERM');
  expect(await server.exit).toEqual({ code: 0, signal: undefined });
});
