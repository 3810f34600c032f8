import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedDisk } from '@zookit/testkit';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'zookit-files-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** What every implementation of the port does. */
function describeFileSystem(name: string, files: FileSystem, root: string): void {
  const at = (path: string): string => join(root, path);

  async function contentOf(path: string): Promise<string> {
    const file = await files.open(path, 'read');
    const into = Buffer.alloc(100);
    const count = await file.read(into, 0);
    await file.close();
    return text(into.subarray(0, count));
  }

  describe(name, () => {
    test('directories are made with those above them, as often as one likes', async () => {
      await files.makeDirectory(at('a/b/c'));
      await files.makeDirectory(at('a/b/c'));
      expect(await files.status(at('a/b'))).toMatchObject({ isDirectory: true, isFile: false });
      expect(await files.status(at('a/none'))).toBeUndefined();
    });

    test('a file is written anywhere and read from anywhere', async () => {
      await files.makeDirectory(at('rw'));
      const file = await files.open(at('rw/file'), 'create');
      expect(file.path).toBe(at('rw/file'));
      await file.write(Buffer.from('hello'), 0);
      file.writeNow(Buffer.from('world'), 6);
      const into = Buffer.alloc(20, 'x');
      expect(await file.read(into, 3)).toBe(8);
      expect(text(into)).toBe('lo\0worldxxxxxxxxxxxx');
      expect(await file.read(into, 50)).toBe(0);
      await file.truncate(13);
      expect(await file.sizeBytes()).toBe(13);
      await file.datasync();
      await file.truncate(4);
      await file.close();
      expect(await contentOf(at('rw/file'))).toBe('hell');
      expect(await files.status(at('rw/file'))).toMatchObject({ sizeBytes: 4, isDirectory: false, isFile: true });
    });

    test('how a file is opened says whether it may be there', async () => {
      await files.makeDirectory(at('open'));
      const path = at('open/file');
      await expect(files.open(path, 'read')).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(files.open(path, 'update')).rejects.toMatchObject({ code: 'ENOENT' });
      const created = await files.open(path, 'create');
      await created.write(Buffer.from('content'), 0);
      await created.close();
      await expect(files.open(path, 'create')).rejects.toMatchObject({ code: 'EEXIST' });
      const updated = await files.open(path, 'update');
      await updated.write(Buffer.from('C'), 0);
      await updated.close();
      expect(await contentOf(path)).toBe('Content');
      const replaced = await files.open(path, 'replace');
      await replaced.close();
      expect(await contentOf(path)).toBe('');
    });

    test('files are listed, renamed over others and removed', async () => {
      await files.makeDirectory(at('names/below'));
      for (const one of ['one', 'two']) {
        const file = await files.open(at(`names/${one}`), 'create');
        await file.write(Buffer.from(one), 0);
        await file.close();
      }
      expect((await files.list(at('names'))).sort()).toEqual(['below', 'one', 'two']);
      await files.rename(at('names/one'), at('names/two'));
      expect(await contentOf(at('names/two'))).toBe('one');
      await files.syncDirectory(at('names'));
      await files.remove(at('names/two'));
      expect(await files.list(at('names'))).toEqual(['below']);
      await expect(files.remove(at('names/two'))).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(files.list(at('none'))).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
}

describeFileSystem('the files of this machine', nodeFileSystem, folder);
describeFileSystem('the simulated disk', new SimulatedDisk(), '/root');

test('an error of the machine comes through', async () => {
  await expect(nodeFileSystem.status(join(folder, '\0'))).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  await expect(nodeFileSystem.syncDirectory(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  const file = await nodeFileSystem.open(join(folder, 'read-only'), 'replace');
  await file.close();
  const readOnly = await nodeFileSystem.open(join(folder, 'read-only'), 'read');
  await expect(readOnly.truncate(5)).rejects.toMatchObject({ code: 'EINVAL' });
  await readOnly.close();
});

test('an error of a file that is open names it', async () => {
  const path = join(folder, 'read-only');
  await (await nodeFileSystem.open(path, 'replace')).close();
  const file = await nodeFileSystem.open(path, 'read');
  const error = expect.objectContaining({ path }) as Error;
  await expect(file.write(Uint8Array.of(1), 0)).rejects.toEqual(error);
  expect(() => {
    file.writeNow(Uint8Array.of(1), 0);
  }).toThrow(error);
  await expect(file.truncate(1)).rejects.toEqual(error);
  await file.close();
});

test('what is made on this machine belongs to its owner alone', async () => {
  const directory = join(folder, 'mine', 'deep');
  await nodeFileSystem.makeDirectory(directory);
  const file = await nodeFileSystem.open(join(directory, 'log.1'), 'create');
  await file.close();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, 'log.1')).mode & 0o777).toBe(0o600);
});
