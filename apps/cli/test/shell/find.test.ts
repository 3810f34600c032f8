import { acl } from '@zookit/client';
import { formatHex } from '@zookit/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFilter } from '../../src/shell/find/find-filter.ts';
import { readSubtree } from '../../src/shell/subtree/read-subtree.ts';
import { ParsedWords } from '../../src/shell/words/parsed-words.ts';
import { collect } from './collect.ts';
import { RunningServer } from './running-server.ts';
import { zookit } from './zookit.ts';

let server: RunningServer;
let session: string;

beforeAll(async () => {
  server = await RunningServer.start();
  const { client } = server;
  await client.create('/app', 'hello world');
  await client.create('/app/.hidden', Buffer.from([0, 255, 1]));
  await client.create('/app/locks', null, { kind: 'container' });
  await client.create('/app/locks/lock-1', 'x', { kind: 'ephemeral' });
  await client.create('/app/locks/other', 'y'.repeat(2000));
  await client.create('/app/ttl', '', { kind: 'ttl', ttlMs: 60_000 });
  session = formatHex((await client.exists('/app/locks/lock-1'))!.ephemeralOwner);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const given = (options: Record<string, string>) =>
  new ParsedWords([], new Map(Object.entries(options).map(([name, value]) => [name, [value]])));

async function found(options: Record<string, string>, nowMs = Date.now()): Promise<string[]> {
  const { test: passes, needsData } = findFilter(given(options), nowMs);
  const nodes = await collect(readSubtree(server.client, '/app', { withData: needsData }));
  return nodes.filter(passes).map(({ path }) => path);
}

describe('what is found', () => {
  test.for([
    [{ name: 'lock-*' }, ['/app/locks/lock-1']],
    [{ name: '.h*' }, ['/app/.hidden']],
    [{ name: '*o*' }, ['/app/locks', '/app/locks/lock-1', '/app/locks/other']],
    [{ path: '/app/*' }, ['/app/.hidden', '/app/locks', '/app/ttl']],
    [{ path: '/app/**/o*' }, ['/app/locks/other']],
    [{ regex: 'lock.*1$' }, ['/app/locks/lock-1']],
    [{ contains: 'o w' }, ['/app']],
    [{ matches: '^hel+o' }, ['/app']],
    [{ size: '3' }, ['/app/.hidden']],
    [{ size: '+1k' }, ['/app/locks/other']],
    [{ size: '-2' }, ['/app/locks', '/app/locks/lock-1', '/app/ttl']],
    [{ children: '+2' }, ['/app']],
    [{ type: 'ephemeral' }, ['/app/locks/lock-1']],
    [{ type: 'persistent', size: '+5' }, ['/app', '/app/locks/other']],
  ] as const)('by %o', async ([options, paths]) => {
    expect(await found(options)).toEqual(paths);
  });

  test('by the session that owns it', async () => {
    expect(await found({ owner: session })).toEqual(['/app/locks/lock-1']);
    expect(await found({ owner: '0x1' })).toEqual([]);
  });

  test('by the time since its data was set', async () => {
    const { mtimeMs } = (await server.client.exists('/app/ttl'))!;
    expect(await found({ older: '2h' }, mtimeMs + 2 * 3_600_000)).not.toContain('/app/ttl');
    expect(await found({ older: '2h' }, mtimeMs + 2 * 3_600_000 + 1)).toContain('/app/ttl');
    expect(await found({ newer: '1d' }, mtimeMs + 86_399_999)).toContain('/app/ttl');
    expect(await found({ newer: '1d' }, mtimeMs + 86_400_000)).not.toContain('/app/ttl');
  });
});

test.for([
  [{ size: '1x' }, '--size is a size such as +10k, -1M or 0, not 1x: + means more than that, - less'],
  [{ older: '5' }, '--older is a time such as 30s, 10m, 2h, 7d or 1w, not 5'],
  [{ owner: 'me' }, '--owner is a session such as 0x100002d262f0000, not me'],
  [{ regex: '(' }, '--regex is a regular expression of JavaScript: '],
] as const)('%o makes no sense', ([options, message]) => {
  expect(() => findFilter(given(options), 0)).toThrow(message);
});

describe('zookit find', () => {
  test('prints paths, within the depths that are asked for', async () => {
    const all = await zookit('-server', server.address, 'find', '/app');
    expect(all.stdout).toBe('/app\n/app/.hidden\n/app/locks\n/app/locks/lock-1\n/app/locks/other\n/app/ttl\n');
    const some = await zookit('-server', server.address, 'find', '--min-depth', '1', '--depth', '1', '/app');
    expect(some.stdout).toBe('/app/.hidden\n/app/locks\n/app/ttl\n');
    const one = await zookit('-server', server.address, '--output', 'json', 'find', '/app', '--name', 'lock-?');
    expect(JSON.parse(one.stdout)).toMatchObject({ path: '/app/locks/lock-1', kind: 'ephemeral', owner: session });
  });

  test('says what may not be read', async () => {
    await server.client.create('/secret', 'x', { acl: [acl.digest('bob', 'pw')] });
    const run = await zookit('-server', server.address, 'find', '/secret');
    expect(run).toMatchObject({
      stdout: '/secret\n',
      stderr: '/secret may not be read, nor what lies below it.\n',
      code: 1,
    });
  });

  test('says what is wrong with a test', async () => {
    const run = await zookit('-server', server.address, 'find', '--size', 'big');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('--size is a size such as +10k, -1M or 0, not big');
  });
});
