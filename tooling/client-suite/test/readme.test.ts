import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ZooKeeperServer } from '@zookit/server';
import { startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../../packages/client/', import.meta.url));

interface Example {
  readonly title: string;
  readonly source: string;
  /** What the comments behind `console.log` say, in no order. */
  readonly printed: readonly string[];
}

function examplesOf(readme: string): Example[] {
  const pieces = readme.matchAll(/^#+ ([^\n]*)$|^```ts\n(.*?)^```$/gms);
  let title = '';
  const examples: Example[] = [];
  for (const [, heading, source] of pieces) {
    title = heading ?? title;
    if (source !== undefined) examples.push({ title, source, printed: printedBy(source) });
  }
  return examples;
}

function printedBy(source: string): string[] {
  const comments = source.matchAll(/console\.log\(.*\/\/ (.*)$/gm);
  return [...comments].flatMap(([, comment = '']) => comment.split(', then ')).sort();
}

const examples = examplesOf(readFileSync(`${folder}README.md`, 'utf8'));

test.for(examples)('the example "$title" of the README prints what it says', async ({ source, printed }) => {
  await using server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0, extendedTypesEnabled: true });
  const code = source.replaceAll('127.0.0.1:2181', `127.0.0.1:${server.port}`);
  await using child = startProcess(process.execPath, ['--input-type=module-typescript', '-e', code], { cwd: folder });
  const exit = await child.exit;
  expect(child.stderr).toBe('');
  expect(exit).toEqual({ code: 0, signal: undefined });
  expect(child.stdout.trimEnd().split('\n').sort()).toEqual(printed);
});

test('the README has an example to begin with, one for each of the eight common tasks, three on sessions, two on watching, and one on lost replies', () => {
  expect(examples).toHaveLength(15);
});
