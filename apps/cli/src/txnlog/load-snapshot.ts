import { basename, dirname, join } from 'node:path';
import {
  logHeaderBytes,
  nodeFileSystem,
  readSnapshot,
  snapshotMagics,
  type Compression,
  type SnapshotTrailer,
  type SnapshotVisitor,
} from '@zookit/txnlog';
import { ExitCode } from './exit-code.ts';
import { SnapshotTree, type SnapshotTreeOptions } from './snapshot-tree.ts';
import { ToolError } from './tool-error.ts';

const compressions: readonly Compression[] = ['none', 'gz', 'snappy'];

/**
 * Reads the snapshot at `path`, whatever its name, and checks its seals. Throws {@link ToolError} for what is none, and
 * a CorruptSnapshotError for one that is damaged.
 */
export async function readSnapshotFile(path: string, visitor: SnapshotVisitor): Promise<SnapshotTrailer> {
  const compression = await compressionOf(path);
  const name = { name: basename(path), zxid: zxidOfName(path) ?? 0n, compression };
  return await readSnapshot(nodeFileSystem, dirname(path), name, visitor);
}

/** The tree that the snapshot at `path` holds. Throws as {@link readSnapshotFile} does. */
export async function loadSnapshot(path: string, options: SnapshotTreeOptions = {}): Promise<SnapshotTree> {
  const tree = new SnapshotTree(options);
  await readSnapshotFile(path, tree);
  return tree;
}

/** The zxid in the name of a snapshot, with whatever ending; undefined for a file of another name. */
export function zxidOfName(path: string): bigint | undefined {
  const text = /^snapshot\.([0-9a-f]{1,16})(?:\.|$)/iu.exec(basename(path))?.[1];
  return text === undefined ? undefined : BigInt.asIntN(64, BigInt(`0x${text}`));
}

async function compressionOf(path: string): Promise<Compression> {
  const status = await nodeFileSystem.status(path);
  if (status?.isDirectory === true) {
    throw new ToolError(`${path} is a directory. Name a snapshot in it, such as ${join(path, 'snapshot.0')}.`);
  }
  if (status?.isFile === false) throw new ToolError(`${path} is no regular file. Snapshots are not read from a pipe.`);
  const beginning = await beginningOf(path);
  const beginsWith = (magic: Uint8Array): boolean => beginning.subarray(0, magic.length).equals(magic);
  const compression = compressions.find((one) => beginsWith(snapshotMagics[one]));
  if (compression !== undefined) return compression;
  if (beginsWith(logHeaderBytes.subarray(0, 4))) {
    throw new ToolError(`${path} is a log, not a snapshot: see \`zookit-txnlog log\`.`);
  }
  if (beginning.length === 0) throw new ToolError(`${path} is empty. A crash leaves such.`, ExitCode.FINDING);
  if (zxidOfName(path) === undefined) throw new ToolError(`${path} is no snapshot.`);
  throw new ToolError(`${path} is damaged: it does not begin as a snapshot does.`, ExitCode.FINDING);
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await nodeFileSystem.open(path, 'read');
  try {
    const bytes = Buffer.alloc(8);
    return bytes.subarray(0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}
