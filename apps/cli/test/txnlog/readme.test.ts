import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenLog, goldenSnapshot } from './golden.ts';
import { invoke } from './memory-io.ts';
import { folder as packageFolder } from './run-tool.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

/** Each command in the README, and what it is said to print. */
const examples = [...readme.matchAll(/<!-- zookit-txnlog (.*?) -->\n\n```\n(.*?)```/gsu)].map(
  ([, command = '', output = '']) => ({ command, output }),
);

describe('the README shows what is printed by', () => {
  test.for(examples)('zookit-txnlog $command', async ({ command, output }) => {
    using folder = new TemporaryFolder();
    for (const name of ['log.1', 'log.2f']) folder.write(`version-2/${name}`, goldenLog(name));
    for (const name of ['snapshot.0', 'snapshot.2e']) folder.write(`version-2/${name}`, goldenSnapshot(name));
    const args = command.split(' ').map((word) => (/^\.|^version-2/u.test(word) ? join(folder.path, word) : word));
    const { stdout, code } = await invoke(args);
    expect(stdout.replaceAll(`${folder.path}/`, '')).toBe(output);
    expect(code).toBe(command.startsWith('compare') ? 1 : 0);
  });

  test('as many commands as are marked', () => {
    expect(examples.length).toBe(readme.match(/<!-- /gu)?.length);
    expect(examples.length).toBe(5);
  });
});

test('every command in the README exists', async () => {
  const { stdout } = await invoke(['--help']);
  const commands = new Set([...readme.matchAll(/zookit-txnlog ([a-z]+)/gu)].map(([, command]) => command));
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'mu'));
});

test('the exit codes are those of the help', async () => {
  const { stdout } = await invoke(['--help']);
  const [, section = ''] = readme.split('## Exit codes');
  const codes = [...section.matchAll(/^\| (\d)/gmu)].map(([, code]) => code);
  expect(codes).toEqual([...stdout.matchAll(/^ {2}(\d) {2}/gmu)].map(([, code]) => code));
});
