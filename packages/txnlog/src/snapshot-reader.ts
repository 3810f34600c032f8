import { join } from 'node:path';
import { acl, statPersisted, type Acl, type StatPersisted } from '@zookit/protocol';
import { isDamage } from './damage.ts';
import { CorruptSnapshotError, reasonOf } from './errors.ts';
import { fileChunks } from './file-chunks.ts';
import type { SnapshotName } from './file-names.ts';
import type { FileSystem } from './file-system.ts';
import { gunzip } from './gzip.ts';
import { unsnappy } from './snappy.ts';
import {
  DIGEST_VERSION,
  LAST_ZXID_BYTES,
  SEAL_BYTES,
  snapshotHeaderBytes,
  terminator,
  type SnapshotDigest,
} from './snapshot-format.ts';
import { ELEMENT_MAX_BYTES, SnapshotFormatError, SnapshotStream } from './snapshot-stream.ts';

const SESSION_BYTES = 12;
/** The ACL's number and the znode's stat, behind its data. */
const NODE_TAIL_BYTES = 68;
/** More than all sections behind the znodes together. */
const TRAILER_MAX_BYTES = 256;

/**
 * Takes what a snapshot holds, in its order: sessions, ACLs, then znodes, each behind its parent. Throws a RangeError for
 * what no server writes.
 */
export interface SnapshotVisitor {
  addSession(sessionId: bigint, timeoutMs: number): void;
  addAcl(aclId: bigint, acl: Acl[]): void;
  /** The root's path is empty. `data` is a range of a larger buffer: whoever keeps it copies it. */
  addNode(path: string, data: Uint8Array | null, aclId: bigint, stat: StatPersisted): void;
}

/** What stands behind the znodes, where the snapshot has it. */
export interface SnapshotTrailer {
  /** Undefined in snapshots from before 3.6, and where digests are off. */
  readonly digest: SnapshotDigest | undefined;
  /** The last transaction that may show in the znodes. Undefined in snapshots from before 3.9. */
  readonly lastZxid: bigint | undefined;
  readonly nodeCount: number;
}

/** Told what was done since the last time: bytes of the file that were read, znodes that were handed over. */
export type SnapshotProgress = (readBytes: number, nodeCount: number) => void;

/**
 * Reads a snapshot, a piece at a time, and checks all seals. What `visitor` was told by then is worth nothing when this
 * throws a {@link CorruptSnapshotError}: the seals come last. What the system refuses, or this process cannot hold, is thrown
 * as it is: it says nothing of the snapshot.
 */
export async function readSnapshot(
  files: FileSystem,
  directory: string,
  snapshot: SnapshotName,
  visitor: SnapshotVisitor,
  onProgress: SnapshotProgress = () => undefined,
): Promise<SnapshotTrailer> {
  const path = join(directory, snapshot.name);
  const file = await files.open(path, 'read');
  let nodeCount = 0;
  const chunks = decompressed(
    fileChunks(file, (count) => {
      onProgress(count, nodeCount);
    }),
    snapshot,
  );
  const stream = new SnapshotStream(chunks);
  try {
    await readHeader(stream);
    await readSessions(stream, visitor);
    await readAcls(stream, visitor);
    nodeCount = await readNodes(stream, visitor, (count) => (nodeCount = count));
    return { ...(await readTrailer(stream)), nodeCount };
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new CorruptSnapshotError(path, stream.offset, reasonOf(error), { cause: error });
  } finally {
    await chunks.return();
    await file.close();
  }
}

function decompressed(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  { compression }: SnapshotName,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (compression === 'none') return chunks;
  return compression === 'gz' ? gunzip(chunks) : unsnappy(chunks);
}

async function readHeader(stream: SnapshotStream): Promise<void> {
  await stream.need(snapshotHeaderBytes.length);
  if (!stream.startsWith(snapshotHeaderBytes)) throw new SnapshotFormatError('its header is not that of a snapshot');
  stream.take(snapshotHeaderBytes.length);
}

async function readSessions(stream: SnapshotStream, visitor: SnapshotVisitor): Promise<void> {
  for (let left = await readCount(stream, 'sessions'); left > 0; left--) {
    await need(stream, SESSION_BYTES);
    const reader = stream.take(SESSION_BYTES);
    visitor.addSession(reader.long('sessionId'), reader.int('timeoutMs'));
  }
}

async function readAcls(stream: SnapshotStream, visitor: SnapshotVisitor): Promise<void> {
  for (let left = await readCount(stream, 'ACLs'); left > 0; left--) {
    const length = await aclLength(stream);
    const reader = stream.take(length);
    visitor.addAcl(reader.long('aclId'), reader.vector(acl, 'acl'));
  }
}

async function readCount(stream: SnapshotStream, what: string): Promise<number> {
  await stream.need(4);
  const count = stream.take(4).int('count');
  if (count < 0) throw new SnapshotFormatError(`${count} ${what}`);
  return count;
}

/** The length of a number and its ACL, once all of it is there. */
async function aclLength(stream: SnapshotStream): Promise<number> {
  await need(stream, 12);
  let length = 12;
  for (let left = stream.peekInt(8); left > 0; left--) {
    length += 4;
    for (let strings = 0; strings < 2; strings++) {
      await need(stream, length + 4);
      length += 4 + elementLength(stream, length);
      await need(stream, length);
    }
  }
  return length;
}

async function readNodes(
  stream: SnapshotStream,
  visitor: SnapshotVisitor,
  onNodes: (count: number) => void,
): Promise<number> {
  for (let count = 0; ; count++) {
    // No promise where the znode is there already, which is nearly always.
    const pathEnd = pathLength(stream) ?? (await loadedPathLength(stream));
    if (pathEnd === terminator.length && stream.startsWith(terminator)) return count;
    const length = nodeLength(stream, pathEnd) ?? (await loadedNodeLength(stream, pathEnd));
    const reader = stream.take(length);
    visitor.addNode(
      reader.string('path'),
      reader.bufferOrNull('data'),
      reader.long('aclId'),
      statPersisted.read(reader),
    );
    onNodes(count + 1);
  }
}

/** The length of a path with its own length before it; undefined when that isn't there yet. */
function pathLength(stream: SnapshotStream): number | undefined {
  if (stream.available < 4) return undefined;
  const length = 4 + elementLength(stream, 0);
  return stream.available < length ? undefined : length;
}

async function loadedPathLength(stream: SnapshotStream): Promise<number> {
  await stream.need(4);
  const length = 4 + elementLength(stream, 0);
  await stream.need(length);
  return length;
}

/** The length of a znode whose path ends at `pathEnd`; undefined when it isn't there yet. */
function nodeLength(stream: SnapshotStream, pathEnd: number): number | undefined {
  if (stream.available < pathEnd + 4) return undefined;
  const length = pathEnd + 4 + elementLength(stream, pathEnd) + NODE_TAIL_BYTES;
  return stream.available < length ? undefined : length;
}

async function loadedNodeLength(stream: SnapshotStream, pathEnd: number): Promise<number> {
  await stream.need(pathEnd + 4);
  const length = pathEnd + 4 + elementLength(stream, pathEnd) + NODE_TAIL_BYTES;
  await stream.need(length);
  return length;
}

/** The length of the string or buffer so many bytes ahead; 0 for a null. */
function elementLength(stream: SnapshotStream, ahead: number): number {
  const length = stream.peekInt(ahead);
  if (length < -1 || length > ELEMENT_MAX_BYTES) throw new SnapshotFormatError(`a length of ${length} bytes`);
  return Math.max(length, 0);
}

async function need(stream: SnapshotStream, count: number): Promise<void> {
  if (stream.available < count) await stream.need(count);
}

/** Which sections follow is told by what there is, not by how this server is configured. */
async function readTrailer(stream: SnapshotStream): Promise<Omit<SnapshotTrailer, 'nodeCount'>> {
  stream.take(terminator.length);
  await stream.need(SEAL_BYTES);
  takeSeal(stream);
  if (await stream.has(TRAILER_MAX_BYTES)) throw new SnapshotFormatError('more behind its end');
  const digest = stream.available > LAST_ZXID_BYTES ? takeDigest(stream) : undefined;
  const lastZxid = stream.available > 0 ? takeLastZxid(stream) : undefined;
  if (stream.available > 0) throw new SnapshotFormatError('more behind its end');
  return { digest, lastZxid };
}

function takeDigest(stream: SnapshotStream): SnapshotDigest {
  const reader = stream.take(12);
  const zxid = reader.long('zxid');
  const version = reader.int('version');
  const digest = version < DIGEST_VERSION ? takeDigestText(stream) : takeLong(stream);
  takeSeal(stream);
  return { zxid, version, digest };
}

function takeDigestText(stream: SnapshotStream): bigint {
  const length = pathLength(stream);
  if (length === undefined) throw new SnapshotFormatError('it ends early');
  const text = stream.take(length).string('digest');
  if (!/^[0-9a-fA-F]{1,16}$/.test(text)) throw new SnapshotFormatError('a digest that is no number');
  return BigInt(`0x${text}`);
}

function takeLastZxid(stream: SnapshotStream): bigint {
  const lastZxid = takeLong(stream);
  takeSeal(stream);
  return lastZxid;
}

function takeLong(stream: SnapshotStream): bigint {
  return takeAvailable(stream, 8).long('value');
}

function takeSeal(stream: SnapshotStream): void {
  const { checksum } = stream;
  const found = takeAvailable(stream, 8).long('seal');
  if (found !== BigInt(checksum)) throw new SnapshotFormatError('a seal that does not fit what stands before it');
  if (stream.available < terminator.length || !stream.startsWith(terminator)) {
    throw new SnapshotFormatError('a seal that does not end as one');
  }
  stream.take(terminator.length);
}

function takeAvailable(stream: SnapshotStream, count: number): ReturnType<SnapshotStream['take']> {
  if (stream.available < count) throw new SnapshotFormatError('it ends early');
  return stream.take(count);
}
