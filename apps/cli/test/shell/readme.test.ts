import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/shell/commands.ts';
import { readInvocation } from '../../src/shell/invocation.ts';
import { shellOptions } from '../../src/shell/shell-options.ts';
import { splitLine } from '../../src/shell/words/split-line.ts';
import { runInMemory } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';
import { folder } from './zookit.ts';

const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const shown = commands.filter(({ isHidden }) => isHidden !== true);
const table = [...readme.matchAll(/^\| `(\S+)` +\| (.*?) +\|$/gmu)].map(([, name = '', text = '']) => [name, text]);

test('the README lists each command with what it does', () => {
  expect(table.filter(([name]) => shown.some((command) => command.name === name))).toEqual(
    shown.map(({ name, summary }) => [name, summary]),
  );
});

test('each command and each option in the README exists', () => {
  const lines = [...readme.matchAll(/^(?:\$ )?zookit ([a-z-].*?)(?: +#.*)?$/gmu)].map(([, line = '']) => line);
  expect(lines.length).toBeGreaterThan(10);
  const names = new Set(commands.map(({ name }) => name));
  for (const line of lines) {
    const [name] = readInvocation(splitLine(line.replace(/ \| .*/u, '')), {}).command;
    expect(names).toContain(name);
  }
  const options = new Set(shellOptions.map(({ name }) => name));
  for (const [, name = ''] of readme.matchAll(/^\| `-+([a-z-]+)`/gmu)) expect(options).toContain(name);
});

describe('the README shows what is printed', () => {
  const session = /```console\n(.*?)```/su.exec(readme)?.[1] ?? '';
  const runs = session.split(/^\$ zookit /mu).slice(1);

  test('by one command after the other', async () => {
    await using server = await RunningServer.start();
    expect(runs).toHaveLength(5);
    for (const run of runs) {
      const [line = '', ...printed] = run.split('\n');
      const [command = '', filter] = line.split(' | jq -c .');
      const words = splitLine(command);
      const { stdout, stderr } = await runInMemory(['--server', server.address, ...words]);
      const output = filter === undefined ? stdout + stderr : childOf(stdout, filter);
      expect(output).toBe(printed.join('\n'));
    }
  });
});

/** What `jq -c` prints of a value's property. */
function childOf(json: string, name: string): string {
  return `${JSON.stringify((JSON.parse(json) as Readonly<Record<string, unknown>>)[name])}\n`;
}

test('the exit codes are those of the help', async () => {
  const { stdout } = await runInMemory(['--help']);
  const [, section = ''] = readme.split('| exit code | meaning');
  const codes = [...(section.split('##')[0] ?? '').matchAll(/^\| (\d+) /gmu)].map(([, code = '']) => code);
  const [, told = ''] = /^Exit codes: (.*)$/mu.exec(stdout) ?? [];
  expect(codes).toEqual([...told.matchAll(/\b(\d+) /gu)].map(([, code]) => code));
});

test('the help of each command has its options, and no line is too long', async () => {
  for (const { name, options } of shown) {
    const { stdout } = await runInMemory(['help', name]);
    for (const option of options) expect(stdout).toContain(` -${option.name.length > 1 ? '-' : ''}${option.name}`);
    for (const line of stdout.split('\n').slice(1)) expect(line.length, line).toBeLessThan(135);
  }
});
