import { join } from 'node:path';
import { parseSnapshotName, type SnapshotName } from './file-names.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { terminator } from './snapshot-format.ts';
import { snapshotMagics } from './snapshot-magic.ts';

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
 * Whether a snapshot was written to its end, as far as a glance tells: it ends as one, or, compressed, begins as one. Apache's
 * server counts by this rule those that it keeps when it purges; it says nothing of damage.
 */
export async function looksComplete(files: FileSystem, directory: string, snapshot: SnapshotName): Promise<boolean> {
  const file = await files.open(join(directory, snapshot.name), 'read');
  try {
    const { compression } = snapshot;
    if (compression !== 'none') return await holds(file, 0, snapshotMagics[compression]);
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
