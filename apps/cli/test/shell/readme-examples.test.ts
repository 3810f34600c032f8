import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StartedProcess, startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { splitLine } from '../../src/shell/words/split-line.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { RunningServer } from './running-server.ts';
import { folder as packageFolder } from './zookit.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

interface Example {
  /** `$EDITOR`; empty for none. */
  readonly editor: string;
  /** What stands behind `zookit`. */
  readonly line: string;
  readonly printed: string;
}

/** The commands of the first block that begins with this command, and what they are said to print. */
function examplesFrom(command: string): Example[] {
  const [, block = ''] = readme.split(`\`\`\`console\n$ zookit ${command}`);
  const runs = `$ zookit ${command}${block.slice(0, block.indexOf('```'))}`.split(/^\$ /mu).slice(1);
  return runs.map((run) => {
    const [, editor = '', line = ''] = /^(?:EDITOR="(.*?)" )?zookit (.*)\n/u.exec(run) ?? [];
    return { editor, line, printed: run.slice(run.indexOf('\n') + 1) };
  });
}

function startExample({ editor, line }: Example, server: RunningServer, cwd: string): StartedProcess {
  const main = join(packageFolder, 'src/shell/main.ts');
  const env = { ...process.env, VISUAL: '', EDITOR: editor };
  return startProcess(process.execPath, [main, '-server', server.address, ...splitLine(line)], { cwd, env });
}

/** What a command prints to either output, when it is run in `cwd`. */
async function printedBy(example: Example, server: RunningServer, cwd: string): Promise<string> {
  const run = startExample(example, server, cwd);
  await run.exit;
  return run.stdout + run.stderr;
}

/** A server with what the examples are about. */
async function filledServer(): Promise<RunningServer> {
  const server = await RunningServer.start();
  const { client } = server;
  await client.create('/app');
  await client.create('/app/config', 'color = blue');
  await client.create('/app/members');
  const acl = [{ permissions: 15, id: { scheme: 'world', id: 'anyone' } }];
  await client.create('/app/members/one', Buffer.from([0, 1, 255, 255]), { acl });
  return server;
}

test('the examples about subtrees print what they are said to', async () => {
  await using server = await filledServer();
  using folder = new TemporaryFolder();
  const examples = examplesFrom('tree /app');
  expect(examples.length).toBe(10);
  for (const example of examples) {
    expect(await printedBy(example, server, folder.path), example.line).toBe(example.printed);
  }
});

test('the example about a subtree that is followed prints what it is said to, but for the times', async () => {
  await using server = await filledServer();
  const { client } = server;
  const [example] = examplesFrom('watch');
  await using watching = startExample(example!, server, packageFolder);
  await watching.waitForOutput(/members\/one /u);
  await client.create('/app/members/two', 'first');
  await watching.waitForOutput(/"first"/u);
  await client.set('/app/members/two', 'second');
  await watching.waitForOutput(/"second"/u);
  await client.delete('/app/members/two');
  await watching.waitForOutput(/deleted/u);
  watching.kill('SIGINT');
  await watching.exit;
  const withoutTimes = (text: string) => text.replace(/^\S+Z /gmu, '');
  expect(`${withoutTimes(watching.stdout)}^C\n`).toBe(withoutTimes(example!.printed));
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
  const examples = examplesFrom('status');
  expect(examples.length).toBe(3);
  for (const example of examples) {
    const printed = await printedBy(example, server, folder.path);
    expect(shape(printed.trimEnd()), example.line).toBe(shape(example.printed.trimEnd()));
  }
});
