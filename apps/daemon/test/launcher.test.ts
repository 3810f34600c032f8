import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { folder } from './support.ts';

test('the launcher runs what was built, or says how to build it', async () => {
  await using launcher = startProcess(process.execPath, [join(folder, 'bin/zookit-server.js'), '--version']);
  const { code } = await launcher.exit;
  if (existsSync(join(folder, 'dist/main.js'))) {
    expect(launcher.stdout).toMatch(/^zookit-server \d/u);
    expect(code).toBe(0);
  } else {
    expect(launcher.stderr).toMatch(/^zookit-server is not built yet: run `npm run build`/u);
    expect(code).toBe(1);
  }
});
