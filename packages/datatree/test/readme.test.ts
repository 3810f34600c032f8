import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example of the README does what its comments say', () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(`${folder}/README.md`, 'utf8')) ?? [];
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', example], { cwd: folder });
  const said = example.split('\n').flatMap((line) => /\/\/ +((?:-?\d|event|\{).*)$/.exec(line)?.[1] ?? []);
  expect(said).toHaveLength(5);
  expect(run.stderr.toString()).toBe('');
  expect(run.stdout.toString()).toBe(`${said.join('\n')}\n`);
});
