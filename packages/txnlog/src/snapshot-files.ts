import { join } from 'node:path';
import { parseSnapshotName, type SnapshotName } from './file-names.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { snappyHeaderBytes } from './snappy.ts';
import { terminator } from './snapshot-format.ts';

/** Shorter than any snapshot. Source: Apache's SnapStream. */
const SIZE_MIN_BYTES = 10;

/** The snapshots in a directory, the newest first, whether they are valid or not. */
export async function listSnapshots(files: FileSystem, directory: string): Promise<SnapshotName[]> {
  const names = (await files.list(directory)).map(parseSnapshotName).filter((name) => name !== undefined);
  return names.sort(newestFirst);
}

function newestFirst(left: SnapshotName, right: SnapshotName): number {
  if (left.zxid !== right.zxid) return left.zxid > right.zxid ? -1 : 1;
  return left.name < right.name ? -1 : 1;
}

/**
 * Whether a snapshot was written to its end, as far as a glance tells: it ends as one, or, compressed, begins as one. The
 * rule by which Apache's server counts those that it keeps.
 */
export async function looksComplete(files: FileSystem, directory: string, snapshot: SnapshotName): Promise<boolean> {
  const file = await files.open(join(directory, snapshot.name), 'read');
  try {
    if (snapshot.compression === 'gz') return await holds(file, 0, Uint8Array.of(0x1f, 0x8b));
    if (snapshot.compression === 'snappy') return await holds(file, 0, snappyHeaderBytes.subarray(0, 8));
    const sizeBytes = await file.sizeBytes();
    return sizeBytes >= SIZE_MIN_BYTES && (await holds(file, sizeBytes - terminator.length, terminator));
  } finally {
    await file.close();
  }
}

/** What an interrupted snapshot left behind goes away. */
export async function removeUnfinishedSnapshots(files: FileSystem, directory: string): Promise<string[]> {
  const names = (await files.list(directory)).filter(
    (name) => name.endsWith('.tmp') && parseSnapshotName(name.slice(0, -'.tmp'.length)) !== undefined,
  );
  for (const name of names) await files.remove(join(directory, name));
  return names;
}

async function holds(file: OpenFile, position: number, expected: Uint8Array): Promise<boolean> {
  const found = Buffer.alloc(expected.length);
  return (await file.read(found, position)) === expected.length && found.equals(expected);
}
