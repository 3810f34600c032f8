import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

const examples = [...readFileSync(`${folder}/README.md`, 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code]) => code!,
);

test('the README has two examples', () => {
  expect(examples).toHaveLength(2);
});

test.for(examples)('an example of the README does what its comments say', (example) => {
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', example], { cwd: folder });
  const said = example.split('\n').flatMap((line) => /\/\/ +((?:-?\d|event|\{).*)$/.exec(line)?.[1] ?? []);
  expect(said.length).toBeGreaterThan(3);
  expect(run.stderr.toString()).toBe('');
  expect(run.stdout.toString()).toBe(`${said.join('\n')}\n`);
});
