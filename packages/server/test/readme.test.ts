import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const [first = '', second = ''] = Array.from(
  readFileSync(`${folder}/README.md`, 'utf8').matchAll(/```ts\n(.*?)```/gs),
  ([, example = '']) => example,
);

const run = (example: string) =>
  spawnSync(process.execPath, ['--input-type=module-typescript', '-e', example], { cwd: folder, encoding: 'utf8' });

test('the first example of the README does what its comments say', () => {
  const { stdout, stderr } = run(first);
  const printed = first.split('\n').flatMap((line) => /console\.log.*; \/\/ (.*)$/.exec(line)?.[1] ?? []);
  expect(stderr).toBe('');
  expect(stdout).toBe(`${printed.join('\n')}\n`);
});

test('the second example of the README runs', () => {
  expect(run(second)).toMatchObject({ stderr: '', status: 0 });
});
