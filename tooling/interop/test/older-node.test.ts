import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  installOlderNode,
  PackedPackages,
  runCommand,
  ServerProcess,
  versions,
  workspaceDirectory,
  zookitServer,
} from '../src/index.ts';

const node = await installOlderNode(console.log);

const body = `
const client = await connect({ connect: process.argv[2] });
const { path } = await client.create('/n-', process.version, { sequential: true });
const { data } = await client.get(path);
console.log(new TextDecoder().decode(data));
await client.close();
`;

const programs = {
  'import.mjs': `import { connect } from '@zookit/client';\n${body}`,
  'require.cjs': `const { connect } = require('@zookit/client');\n(async () => {${body}})();`,
};

test.for(Object.entries(programs))('the published client runs on its oldest Node: %s', async ([name, program]) => {
  await using packages = await PackedPackages.of(['jute', 'protocol', 'client']);
  await using server = await ServerProcess.start(zookitServer);
  const file = join(packages.path, name);
  await writeFile(file, program);
  const output = await runCommand(node, [file, `127.0.0.1:${server.port}`]);
  expect(output).toBe(`v${versions.olderNode}`);
});

// The README's examples are written for a Node that knows `await using`.
test.for([
  ['packages/client', ''],
  ['tooling/client-suite', 'test/readme.test.ts'],
] as const)('the tests of %s succeed on the oldest Node of the client', async ([folder, excluded]) => {
  const cwd = join(workspaceDirectory, folder);
  const vitest = join(cwd, 'node_modules', 'vitest', 'vitest.mjs');
  await runCommand(node, [vitest, 'run', ...(excluded === '' ? [] : ['--exclude', excluded])], { cwd });
});
