import { expect, test } from 'vitest';
import { diskError, keepFirst, keepSome, keepUnsynced, loseUnsynced, SimulatedDisk } from '../src/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (disk: SimulatedDisk, path: string): string => new TextDecoder().decode(disk.readFile(path));

async function diskWith(content: string): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeDirectory('/data');
  const file = await disk.open('/data/file', 'create');
  await file.write(bytes(content), 0);
  await file.datasync();
  await disk.syncDirectory('/data');
  return disk;
}

test('a file is read as it was written, forced or not', async () => {
  const disk = await diskWith('hello world');
  const file = await disk.open('/data/file', 'update');
  file.writeNow(bytes('W'), 6);
  const into = new Uint8Array(20);
  expect(await file.read(into, 6)).toBe(5);
  expect(new TextDecoder().decode(into.subarray(0, 5))).toBe('World');
  expect(await file.sizeBytes()).toBe(11);
  expect(await disk.status('/data/file')).toMatchObject({ sizeBytes: 11, isDirectory: false });
  expect(await disk.status('/data')).toMatchObject({ isDirectory: true });
  expect(await disk.status('/nothing')).toBeUndefined();
});

test('a crash loses what was not forced, and the disk before it goes on', async () => {
  const disk = await diskWith('old');
  const file = await disk.open('/data/file', 'update');
  file.writeNow(bytes('new and longer'), 0);
  expect(disk.unsyncedBytes).toBe(14);
  expect(text(disk.crash(loseUnsynced), '/data/file')).toBe('old');
  expect(text(disk.crash(keepUnsynced), '/data/file')).toBe('new and longer');
  expect(text(disk.crash(keepFirst(5)), '/data/file')).toBe('new a');
  await file.datasync();
  expect(text(disk.crash(loseUnsynced), '/data/file')).toBe('new and longer');
});

test('what is written is copied, also out of a buffer of Node', async () => {
  const disk = await diskWith('old');
  const file = await disk.open('/data/file', 'update');
  const buffer = Buffer.from('new');
  await file.write(buffer, 0);
  disk.writeFile('/data/other', buffer);
  buffer.fill(0);
  expect([text(disk, '/data/file'), text(disk, '/data/other')]).toEqual(['new', 'new']);
  disk.readFile('/data/file').fill(0);
  expect(text(disk.crash(keepUnsynced), '/data/file')).toBe('new');
});

test('a file whose directory was not forced may be gone, with all its content', async () => {
  const disk = new SimulatedDisk();
  await disk.makeDirectory('/data');
  const file = await disk.open('/data/file', 'create');
  await file.write(bytes('content'), 0);
  await file.datasync();
  expect(disk.crash(loseUnsynced).paths).toEqual([]);
  expect(disk.crash(keepFirst(0)).paths).toEqual(['/data/file']);
  await disk.syncDirectory('/data');
  expect(text(disk.crash(loseUnsynced), '/data/file')).toBe('content');
});

test('a rename is the old or the new name, never neither', async () => {
  const disk = await diskWith('content');
  await disk.rename('/data/file', '/data/other');
  expect(disk.crash(loseUnsynced).paths).toEqual(['/data/file']);
  expect(disk.crash(keepUnsynced).paths).toEqual(['/data/other']);
  await disk.remove('/data/other');
  await disk.syncDirectory('/data');
  expect(disk.crash(loseUnsynced).paths).toEqual([]);
});

test('a crash keeps or loses each sector for itself', async () => {
  const disk = await diskWith('');
  const file = await disk.open('/data/file', 'update');
  await file.write(new Uint8Array(1536).fill(1), 0);
  let count = 0;
  const after = disk.crash((piece) => (count++ === 1 ? undefined : piece.length));
  expect(count).toBe(3);
  expect([...after.readFile('/data/file')].filter((byte) => byte === 0)).toHaveLength(512);
  expect(after.readFile('/data/file')[512]).toBe(0);
});

test('a random crash keeps some of the sectors', async () => {
  const disk = await diskWith('');
  const file = await disk.open('/data/file', 'update');
  await file.write(new Uint8Array(51_200).fill(1), 0);
  await disk.open('/data/other', 'create');
  const dice = [0.1, 0.45, 0.9, 0.6];
  let at = 0;
  const after = disk.crash(keepSome(() => dice[at++ % dice.length]!));
  const kept = after.readFile('/data/file').reduce((total, byte) => total + byte, 0);
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(51_200);
});

test('a call fails when a test says so, and a write can be cut', async () => {
  const disk = await diskWith('0123456789');
  const file = await disk.open('/data/file', 'update');
  disk.fault = ({ name }) =>
    name === 'write' ? { error: diskError('EIO', 'write', '/data/file'), writtenBytes: 2 } : undefined;
  await expect(file.write(bytes('abcdef'), 0)).rejects.toThrow("EIO: i/o error, write '/data/file'");
  expect(text(disk, '/data/file')).toBe('ab23456789');
  disk.fault = ({ name }) => (name === 'list' ? { error: diskError('EACCES', 'scandir', '/data') } : undefined);
  await expect(disk.list('/data')).rejects.toMatchObject({ code: 'EACCES' });
});

test('what a failed sync should have forced is never forced', async () => {
  const disk = await diskWith('old');
  const file = await disk.open('/data/file', 'update');
  file.writeNow(bytes('new'), 0);
  disk.fault = ({ name }) => (name === 'datasync' ? { error: diskError('EIO', 'fdatasync', '/data/file') } : undefined);
  await expect(file.datasync()).rejects.toMatchObject({ code: 'EIO' });
  disk.fault = () => undefined;
  await file.datasync();
  expect(text(disk, '/data/file')).toBe('new');
  expect(text(disk.crash(keepUnsynced), '/data/file')).toBe('old');
});

test('a full disk refuses what is new, and takes what is overwritten', async () => {
  const disk = await diskWith('content');
  disk.capacityBytes = 4096;
  const file = await disk.open('/data/file', 'update');
  await file.write(bytes('CONTENT'), 0);
  await expect(file.write(bytes('more'), 4096)).rejects.toMatchObject({ code: 'ENOSPC' });
  await file.truncate(1_000_000);
  expect(disk.usedBytes).toBe(4096);
});

test('a sync that is held covers what was written before it', async () => {
  const disk = await diskWith('aaaa');
  const file = await disk.open('/data/file', 'update');
  disk.holdSyncs();
  file.writeNow(bytes('b'), 0);
  const synced = file.datasync();
  await Promise.resolve();
  await Promise.resolve();
  file.writeNow(bytes('c'), 1);
  expect(text(disk.crash(loseUnsynced), '/data/file')).toBe('aaaa');
  disk.releaseSyncs();
  await synced;
  expect(text(disk.crash(loseUnsynced), '/data/file')).toBe('baaa');
});

test('files that are missing, there already or closed are refused as Node does', async () => {
  const disk = await diskWith('content');
  await expect(disk.open('/data/none', 'read')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(disk.open('/none/file', 'create')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(disk.open('/data/file', 'create')).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(disk.remove('/data/none')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(disk.rename('/data/none', '/data/x')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(disk.list('/none')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(() => disk.readFile('/none')).toThrow('ENOENT');
  const file = await disk.open('/data/file', 'replace');
  expect(await file.sizeBytes()).toBe(0);
  await file.close();
  await expect(file.sizeBytes()).rejects.toMatchObject({ code: 'EBADF' });
  expect(() => file.writeNow(bytes('x'), 0)).toThrow('EBADF');
  expect(await disk.list('/data')).toEqual(['file']);
});

test('a file has the names that it was given, and none twice', async () => {
  const disk = new SimulatedDisk();
  disk.writeFile('/one', Buffer.from('text'));
  await disk.link('/one', '/two');
  await expect(disk.link('/one', '/two')).rejects.toThrow('EEXIST');
  await expect(disk.link('/three', '/four')).rejects.toThrow('ENOENT');
  await disk.touch('/one');
  await disk.remove('/one');
  expect(Buffer.from(disk.readFile('/two')).toString()).toBe('text');
  expect(await disk.status('/two')).toMatchObject({ modifiedMs: 1 });
  await expect(disk.touch('/one')).rejects.toThrow('ENOENT');
});
