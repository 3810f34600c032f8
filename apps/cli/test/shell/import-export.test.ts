import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acl, type Acl, type ZooKeeper } from '@zookit/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExportedNode, PlacedNode } from '../../src/shell/export-file/exported-node.ts';
import { readExport } from '../../src/shell/export-file/read-export.ts';
import { writeExport } from '../../src/shell/export-file/write-export.ts';
import { exportedNodes } from '../../src/shell/export/exported-nodes.ts';
import { importNodes } from '../../src/shell/import/import-nodes.ts';
import type { ImportOptions } from '../../src/shell/import/import-options.ts';
import { comparePaths } from '../../src/shell/subtree/paths.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { asyncOf, collect } from './collect.ts';
import { RunningServer } from './running-server.ts';
import { zookit } from './zookit.ts';

const bob = acl.digest('bob', 'pw');
const aclOf: fc.Arbitrary<readonly Acl[]> = fc.constantFrom(acl.open, acl.readOnly.concat(bob), [
  ...acl.open.map((entry) => ({ ...entry, permissions: 1 | 4 | 16 })),
]);

/** Trees of any shape: each path has its parents in front of it. */
const tree: fc.Arbitrary<ExportedNode[]> = fc
  .array(
    fc.record({
      names: fc.array(fc.constantFrom('a', 'b', 'ä', 'x y', '0000000001', '-'), { minLength: 1, maxLength: 3 }),
      data: fc.oneof(
        fc.constant(null),
        fc.uint8Array({ maxLength: 20 }),
        fc.string().map((text) => Buffer.from(text)),
      ),
      acl: aclOf,
    }),
    { maxLength: 12 },
  )
  .map((entries) => {
    const nodes = new Map<string, ExportedNode>();
    for (const { names, ...rest } of [{ names: [], data: null, acl: acl.open }, ...entries]) {
      for (let length = 0; length <= names.length; length++) {
        const path = `/${names.slice(0, length).join('/')}`;
        if (nodes.has(path)) continue;
        const own = length === names.length ? rest : { data: null, acl: acl.open };
        nodes.set(path, { path, ...own, kind: 'persistent', ttlMs: undefined });
      }
    }
    return [...nodes.values()].sort((left, right) => comparePaths(left.path, right.path));
  });

const optionsFor = (target: string, more: Partial<ImportOptions> = {}): ImportOptions => ({
  target,
  whenExisting: 'stop',
  keepsEphemerals: false,
  ignoresAcls: false,
  signal: new AbortController().signal,
  ...more,
});
const placed = (nodes: readonly ExportedNode[]): AsyncIterable<PlacedNode> =>
  asyncOf(nodes.map((node, index) => ({ node, place: `a.json:${index + 1}` })));
const imported = (client: ZooKeeper, nodes: readonly ExportedNode[], options: ImportOptions, isDryRun = false) =>
  collect(importNodes(client, placed(nodes), options, isDryRun));
const exported = (client: ZooKeeper, path: string) =>
  exportedNodes(client, path, {
    withEphemerals: true,
    skipsDenied: false,
    signal: new AbortController().signal,
    note: () => undefined,
  });
const plain = ({ data, acl: entries, ...rest }: ExportedNode) => ({
  ...rest,
  acl: acl.format(entries),
  data: data === null ? null : Buffer.from(data).toString('hex'),
});

test('what is imported is what is exported again, in either format', async () => {
  await using server = await RunningServer.start();
  await server.client.addAuth('digest', 'bob:pw');
  let count = 0;
  await fc.assert(
    fc.asyncProperty(tree, fc.constantFrom('json' as const, 'yaml' as const), async (nodes, format) => {
      const path = `/run/${count++}`;
      await imported(server.client, nodes, optionsFor(path));
      const pieces = await collect(writeExport(format, { root: path }, exported(server.client, path)));
      const reading = await readExport(asyncOf([Buffer.from(pieces.join(''))]), format, 'a.file');
      const again = (await collect(reading.nodes)).map(({ node }) => node);
      expect(again.map(plain)).toEqual(nodes.map(plain));
      await imported(server.client, again, optionsFor(`${path}-copy`));
      expect((await collect(exported(server.client, `${path}-copy`))).map(plain)).toEqual(nodes.map(plain));
    }),
    { numRuns: 30 },
  );
});

const node = (path: string, data: string | null = null, more: Partial<ExportedNode> = {}): ExportedNode => ({
  path,
  data: data === null ? null : Buffer.from(data),
  acl: acl.open,
  kind: 'persistent',
  ttlMs: undefined,
  ...more,
});

describe('an import', () => {
  const nodes = [node('/', 'top'), node('/a', 'one'), node('/a/b', 'two'), node('/c')];
  const actionsOf = (steps: readonly { action: string; path: string }[]) =>
    steps.map(({ action, path }) => `${action} ${path}`);

  test('goes on where it was interrupted: what is there is left as it is', async () => {
    await using server = await RunningServer.start();
    await imported(server.client, nodes.slice(0, 2), optionsFor('/x'));
    const zxid = server.client.lastZxid;
    expect(actionsOf(await imported(server.client, nodes, optionsFor('/x')))).toEqual([
      'unchanged /x',
      'unchanged /x/a',
      'create /x/a/b',
      'create /x/c',
    ]);
    expect(server.client.lastZxid - zxid).toBe(2n);
  });

  test('creates what is missing above its target', async () => {
    await using server = await RunningServer.start();
    await server.client.create('/deep');
    const steps = await imported(server.client, nodes.slice(0, 1), optionsFor('/deep/er/est'));
    expect(actionsOf(steps)).toEqual(['create /deep/er', 'create /deep/er/est']);
  });

  test('only tells what it would do in a dry run', async () => {
    await using server = await RunningServer.start();
    await server.client.create('/x', 'other');
    const zxid = server.client.lastZxid;
    expect(actionsOf(await imported(server.client, nodes, optionsFor('/x'), true))).toEqual([
      'conflict /x',
      'create /x/a',
      'create /x/a/b',
      'create /x/c',
    ]);
    expect(await server.client.exists('/x/a')).toBeUndefined();
    expect(server.client.lastZxid).toBe(zxid);
  });

  test('stops in front of what differs, unless it is told what to do', async () => {
    await using server = await RunningServer.start();
    const { client } = server;
    await client.create('/x', 'top');
    await client.create('/x/a', 'another');
    await expect(imported(client, nodes, optionsFor('/x'))).rejects.toThrow(
      'a.json:2: /x/a is there already: it has other data. With --existing keep it stays as it is; with --existing overwrite',
    );
    expect(await client.exists('/x/a/b')).toBeUndefined();
    await imported(client, nodes, optionsFor('/x', { whenExisting: 'keep' }));
    expect(Buffer.from((await client.get('/x/a')).data).toString()).toBe('another');
    expect(await client.exists('/x/a/b')).toBeDefined();
    await client.setAcl('/x/c', acl.readOnly.concat(bob));
    await client.addAuth('digest', 'bob:pw');
    await imported(client, nodes, optionsFor('/x', { whenExisting: 'overwrite' }));
    expect(Buffer.from((await client.get('/x/a')).data).toString()).toBe('one');
    expect(acl.format((await client.getAcl('/x/c')).acl)).toBe('world:anyone:cdrwa');
    expect((await client.get('/x/c')).stat).toMatchObject({ version: 0, aversion: 2 });
  });

  test('does not overwrite one kind by another', async () => {
    await using server = await RunningServer.start();
    await server.client.create('/x', 'top', { kind: 'ephemeral' });
    const overwriting = imported(server.client, [node('/', 'top')], optionsFor('/x', { whenExisting: 'overwrite' }));
    await expect(overwriting).rejects.toThrow('/x is there already: it is ephemeral there, and not ephemeral here');
  });

  test('skips ephemeral znodes, or makes them persistent', async () => {
    await using server = await RunningServer.start();
    const withEphemeral = [node('/'), node('/e', 'x', { kind: 'ephemeral' })];
    expect(actionsOf(await imported(server.client, withEphemeral, optionsFor('/x')))).toEqual([
      'create /x',
      'skip /x/e',
    ]);
    await imported(server.client, withEphemeral, optionsFor('/x', { keepsEphemerals: true }));
    expect((await server.client.exists('/x/e'))?.ephemeralOwner).toBe(0n);
  });

  test("leaves the server's own subtree alone, unless it is the target", async () => {
    await using server = await RunningServer.start();
    const own = [node('/zookeeper', 'x'), node('/zookeeper/a')];
    const steps = await imported(server.client, own, optionsFor('/'));
    expect(actionsOf(steps)).toEqual(['skip /zookeeper', 'skip /zookeeper/a']);
  });

  test('creates containers and znodes with a TTL, and takes them for the same when it is run again', async () => {
    await using server = await RunningServer.start();
    const kinds = [node('/', null, { kind: 'container' }), node('/t', null, { kind: 'ttl', ttlMs: 86_400_000 })];
    await imported(server.client, kinds, optionsFor('/x'));
    expect(actionsOf(await imported(server.client, kinds, optionsFor('/x')))).toEqual([
      'unchanged /x',
      'unchanged /x/t',
    ]);
  });

  test('can leave ACLs out', async () => {
    await using server = await RunningServer.start();
    await imported(server.client, [node('/', null, { acl: acl.readOnly })], optionsFor('/x', { ignoresAcls: true }));
    expect(acl.format((await server.client.getAcl('/x')).acl)).toBe('world:anyone:cdrwa');
  });

  test('names the place of what has no parent, or may not be written', async () => {
    await using server = await RunningServer.start();
    await expect(imported(server.client, [node('/a/b')], optionsFor('/x'))).rejects.toThrow(
      'a.json:1: /x/a/b can not be created without a parent: write parents in front of what lies below them',
    );
    const closed = [node('/', null, { acl: acl.readOnly }), node('/a')];
    await expect(imported(server.client, closed, optionsFor('/y'))).rejects.toThrow(
      'a.json:2: /y/a may not be written.',
    );
  });

  test('says what a server lacks for a TTL', async () => {
    await using server = await RunningServer.start({ extendedTypesEnabled: false });
    const steps = imported(server.client, [node('/', null, { kind: 'ttl', ttlMs: 1000 })], optionsFor('/x'));
    await expect(steps).rejects.toThrow('/x is a ttl znode, which the server refuses');
  });
});

describe('zookit', () => {
  test('exports to a file that only its owner may read, and imports it', async () => {
    await using server = await RunningServer.start();
    using folder = new TemporaryFolder();
    const file = join(folder.path, 'app.yaml');
    await server.client.create('/app', 'top');
    await server.client.create('/app/e', 'x', { kind: 'ephemeral' });
    const run = await zookit('-server', server.address, 'export', '/app', file);
    expect(run).toEqual({ stdout: `${file}: 2 znodes\n`, stderr: '', code: 0, signal: undefined });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['app.yaml']);
    const again = await zookit('-server', server.address, 'export', '/app', file);
    expect(again).toMatchObject({ code: 1, stderr: `${file} is there already. With --force it is replaced.\n` });
    const forced = await zookit('-server', server.address, '--output', 'json', 'export', '--force', '/app', file);
    expect(JSON.parse(forced.stdout)).toEqual({ file, nodes: 2 });
    const dry = await zookit('-server', server.address, 'import', '--dry-run', file, '/copy');
    expect(dry.stdout).toBe(
      'create /copy (3 B)\nskip /copy/e (1 B, ephemeral): it is ephemeral, and its session another\n1 to create, 1 to skip\n',
    );
    const copy = await zookit('-server', server.address, '--output', 'json', 'import', file, '/copy');
    expect(copy).toEqual({ stdout: '{"create":1,"skip":1}\n', stderr: '', code: 0, signal: undefined });
    expect(Buffer.from((await server.client.get('/copy')).data).toString()).toBe('top');
  });

  test('leaves no file behind when the export fails', async () => {
    await using server = await RunningServer.start();
    using folder = new TemporaryFolder();
    await server.client.create('/app');
    await server.client.create('/app/secret', 'x', { acl: [bob] });
    const file = join(folder.path, 'app.json');
    const run = await zookit('-server', server.address, 'export', '/app', file);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('/app/secret may not be read. Authenticate');
    expect(readdirSync(folder.path)).toEqual([]);
    const skipping = await zookit('-server', server.address, 'export', '--skip-denied', '/app', file);
    expect(skipping.stderr).toBe('/app/secret may not be read: it is left out, with what lies below it.\n');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ znodes: [{ path: '/', data: null }] });
  });

  test('says where a file is wrong, and what has been done before', async () => {
    await using server = await RunningServer.start();
    using folder = new TemporaryFolder();
    const file = join(folder.path, 'app.yaml');
    writeFileSync(file, 'format: zookit-export\nroot: /app\nversion: 1\nznodes:\n- path: /\n- path: a\n');
    const run = await zookit('-server', server.address, 'import', file);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`${file}:6:9: znodes[1].path does not start with "/": "a"`);
    const missing = await zookit('-server', server.address, 'import', join(folder.path, 'none'));
    expect(missing.stderr).toBe(`${join(folder.path, 'none')} can't be read: there is no such file.\n`);
  });
});
