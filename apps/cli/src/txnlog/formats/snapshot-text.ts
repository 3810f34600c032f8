import { formatHex } from '@zookit/protocol';
import { depthFirst } from '../depth-first.ts';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import { fullDate } from './java-date.ts';
import { javaHashOrder, javaLongHash } from './java-hash-order.ts';

/** How large the table of sessions is in the beginning. */
const SESSIONS_CAPACITY = 16;

/** A snapshot as Apache's SnapshotFormatter prints it, a piece at a time; with `-d`, where the tree keeps data. */
export function* snapshotText(tree: SnapshotTree, nameZxid: bigint): Generator<string, void, undefined> {
  // Apache's table has the root under two names.
  yield `ZNode Details (count=${tree.nodes.size + 1}):\n`;
  if (tree.root !== undefined) for (const { node } of depthFirst(tree.root)) yield nodeText(node);
  yield '----\nSession Details (sid, timeout, ephemeralCount):\n';
  const sessions = javaHashOrder([...tree.sessions], ([sessionId]) => javaLongHash(sessionId), SESSIONS_CAPACITY);
  for (const [sessionId, timeoutMs] of sessions) {
    yield `${formatHex(sessionId)}, ${timeoutMs}, ${tree.ephemeralCount(sessionId)}\n`;
  }
  const lastZxid = nameZxid > tree.lastZxid ? nameZxid : tree.lastZxid;
  yield `----\nLast zxid: ${formatHex(lastZxid)}\n`;
}

function nodeText(node: SnapshotNode): string {
  const { path, stat } = node;
  return `----
${path}
  cZxid = ${paddedHex(stat.czxid)}
  ctime = ${fullDate(stat.ctime)}
  mZxid = ${paddedHex(stat.mzxid)}
  mtime = ${fullDate(stat.mtime)}
  pZxid = ${paddedHex(stat.pzxid)}
  cversion = ${stat.cversion}
  dataVersion = ${stat.version}
  aclVersion = ${stat.aversion}
  ephemeralOwner = ${paddedHex(stat.ephemeralOwner)}
${dataLine(node)}
`;
}

function dataLine({ data, dataLength }: SnapshotNode): string {
  if (data === undefined) return `  dataLength = ${dataLength}`;
  return `  data = ${data === null ? '' : Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64')}`;
}

/** 16 characters with the `0x`, or more. */
function paddedHex(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16).padStart(14, '0')}`;
}
