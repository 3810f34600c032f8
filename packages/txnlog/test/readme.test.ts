import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example of the README does what its comments say', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'zookit-readme-'));
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(`${folder}/README.md`, 'utf8')) ?? [];
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', example], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary },
  });
  rmSync(temporary, { recursive: true });
  const said = example
    .split('\n')
    .flatMap(
      (line) => /\/\/ +((?:nothing yet|ACL \d|znode|snapshot at|transaction \d|at \d).*)$/.exec(line)?.[1] ?? [],
    );
  expect(said).toHaveLength(6);
  expect(run.stderr.toString()).toBe('');
  expect(run.stdout.toString()).toBe(`${said.join('\n')}\n`);
});
