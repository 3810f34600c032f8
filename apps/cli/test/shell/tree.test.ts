import { acl } from '@zookit/client';
import { formatHex } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { TreeLines } from '../../src/shell/tree/tree-lines.ts';
import { readSubtree } from '../../src/shell/subtree/read-subtree.ts';
import { collect } from './collect.ts';
import { RunningServer } from './running-server.ts';
import { zookit } from './zookit.ts';

async function filled(): Promise<RunningServer> {
  const server = await RunningServer.start();
  const { client } = server;
  await client.create('/app', 'top');
  await client.create('/app/config', 'x'.repeat(2048));
  await client.create('/app/locks', null, { kind: 'container' });
  await client.create('/app/locks/one', 'me', { kind: 'ephemeral' });
  await client.create('/app/old', '', { kind: 'ttl', ttlMs: 5000 });
  await client.create('/app/secret', 'x', { acl: [acl.digest('bob', 'pw')] });
  return server;
}

test('a subtree is drawn, with sizes and kinds, and its size is summed up', async () => {
  await using server = await filled();
  const { stdout, stderr, code } = await zookit('-server', server.address, 'tree', '/app');
  const owner = formatHex((await server.client.exists('/app/locks/one'))!.ephemeralOwner);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toBe(`/app  3 B
├── config  2.0 KiB
├── locks  0 B
│   └── one  2 B  ephemeral ${owner}
├── old  0 B
└── secret  may not be read

6 znodes, 1 ephemeral, 2.0 KiB of data
`);
});

test('what is too deep is counted', async () => {
  await using server = await filled();
  const shallow = await zookit('-server', server.address, 'tree', '-L', '0', '/app');
  expect(shallow.stdout).toBe('/app  3 B  + 4 children\n\n1 znode, 0 ephemeral, 3 B of data\n');
});

test('JSON has a line for each znode, and colours are put around what is marked', async () => {
  await using server = await filled();
  const { stdout } = await zookit('-server', server.address, '--output', 'json', 'tree', '/app');
  const values = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(values.map(({ path, kind, depth }) => [path, kind, depth])).toEqual([
    ['/app', 'persistent', 0],
    ['/app/config', 'persistent', 1],
    ['/app/locks', 'persistent', 1],
    ['/app/locks/one', 'ephemeral', 2],
    ['/app/old', 'persistent', 1],
    ['/app/secret', undefined, 1],
  ]);
  const lines = new TreeLines((style, text) => `<${style}>${text}</>`, Infinity);
  const drawn = (await collect(readSubtree(server.client, '/app/locks'))).map((node) => lines.lineOf(node));
  expect(drawn[0]).toBe('/app/locks  <dim>0 B</>');
  expect(drawn[1]).toMatch(/^<dim>└── <\/>one {2}<dim>2 B<\/> {2}<yellow>ephemeral 0x/u);
});
