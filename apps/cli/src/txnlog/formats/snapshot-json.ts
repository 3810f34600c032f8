import { formatHex, type Acl } from '@zookit/protocol';
import type { SnapshotTrailer } from '@zookit/txnlog';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import { isoTime } from './iso-time.ts';
import { dataJson, type JsonObject } from './txn-json.ts';

/**
 * Everything in a snapshot as objects for JSON, in its own order: sessions, znodes, the end. Of a snapshot that was not read
 * to its end there is no trailer.
 */
export function* snapshotJson(
  tree: SnapshotTree,
  trailer: SnapshotTrailer | undefined,
): Generator<JsonObject, void, undefined> {
  for (const [sessionId, timeoutMs] of tree.sessions) {
    const ephemeralCount = tree.ephemeralCount(sessionId);
    yield { kind: 'session', session: formatHex(sessionId), timeoutMs, ephemeralCount };
  }
  for (const node of tree.nodes.values()) yield { kind: 'znode', ...nodeJson(node, tree) };
  if (trailer !== undefined) yield { kind: 'end', ...endJson(trailer) };
}

/** A znode with its numbers as they are stored, and its data where the tree keeps that. */
export function nodeJson(node: SnapshotNode, tree: SnapshotTree): JsonObject {
  const { path, stat, dataLength, data } = node;
  return {
    path,
    czxid: formatHex(stat.czxid),
    mzxid: formatHex(stat.mzxid),
    pzxid: formatHex(stat.pzxid),
    ctime: isoTime(stat.ctime),
    mtime: isoTime(stat.mtime),
    version: stat.version,
    cversion: stat.cversion,
    aversion: stat.aversion,
    ephemeralOwner: formatHex(stat.ephemeralOwner),
    dataLength,
    ...(data === undefined ? {} : dataJson(data)),
    acl: aclJson(tree.aclOf(node)),
  };
}

/** Null for a list that the snapshot does not have. */
function aclJson(acl: readonly Acl[] | undefined): readonly JsonObject[] | null {
  return acl?.map(({ permissions, id }) => ({ permissions, id: { scheme: id.scheme, id: id.id } })) ?? null;
}

function endJson({ nodeCount, digest, lastZxid }: SnapshotTrailer): JsonObject {
  return {
    nodeCount,
    digest: digest && { zxid: formatHex(digest.zxid), version: digest.version, digest: formatHex(digest.digest) },
    lastZxid: lastZxid === undefined ? undefined : formatHex(lastZxid),
  };
}
