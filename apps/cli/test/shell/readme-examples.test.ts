import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acl } from '@zookit/client';
import { startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { splitLine } from '../../src/shell/words/split-line.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { RunningServer } from './running-server.ts';
import { folder as packageFolder } from './zookit.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

/** The commands of a section's example, and what they are said to print. */
function examplesOf(section: string): { line: string; printed: string }[] {
  const [, example = ''] = new RegExp(`## ${section}\\n[^]*?\`\`\`console\\n([^]*?)\`\`\``, 'u').exec(readme) ?? [];
  const runs = example.split(/^\$ zookit /mu).slice(1);
  return runs.map((run) => ({ line: run.slice(0, run.indexOf('\n')), printed: run.slice(run.indexOf('\n') + 1) }));
}

/** What a command prints to either output, when it is run in `cwd`. */
async function printedBy(line: string, server: RunningServer, cwd: string): Promise<string> {
  const main = join(packageFolder, 'src/shell/main.ts');
  const run = startProcess(process.execPath, [main, '-server', server.address, ...splitLine(line)], { cwd });
  await run.exit;
  return run.stdout + run.stderr;
}

test('the examples about subtrees print what they are said to', async () => {
  await using server = await RunningServer.start();
  using folder = new TemporaryFolder();
  const { client } = server;
  await client.create('/app');
  await client.create('/app/config', 'color = blue');
  await client.create('/app/members');
  const but = [{ permissions: 15, id: { scheme: 'world', id: 'anyone' } }];
  expect(acl.format(but)).toBe('world:anyone:cdrw');
  await client.create('/app/members/one', Buffer.from([0, 1, 255, 255]), { acl: but });
  const examples = examplesOf('Subtrees');
  expect(examples.length).toBe(9);
  for (const { line, printed } of examples) expect(await printedBy(line, server, folder.path), line).toBe(printed);
});

test('the examples about servers print what they are said to, but for numbers and addresses', async () => {
  const words = new Set(['srvr', 'mntr', 'cons', 'ruok']);
  await using server = await RunningServer.start({ fourLetterWords: words });
  using folder = new TemporaryFolder();
  // Columns are as wide as what is in them; versions are those of a build.
  const shape = (text: string) =>
    text
      .replace(/\S*\d\S*/gu, '#')
      .replace(/ (?:B|KiB)$/gmu, '')
      .replace(/ +/gu, ' ');
  const examples = examplesOf('Servers');
  expect(examples.length).toBe(3);
  for (const { line, printed } of examples) {
    expect(shape((await printedBy(line, server, folder.path)).trimEnd()), line).toBe(shape(printed.trimEnd()));
  }
});
