import { formatHex, type Acl } from '@zookit/protocol';
import type { SessionDifference } from '../compare/session-difference.ts';
import type { ZnodeDifference, ZnodeField } from '../compare/znode-difference.ts';
import type { SnapshotNode } from '../snapshot-node.ts';
import type { SnapshotTree } from '../snapshot-tree.ts';
import { isoTime } from './iso-time.ts';

/** `-` for what is only in the left snapshot, `+` for what is only in the right one, `~` for what differs, and how. */
export function znodeDifferenceLine(difference: ZnodeDifference, left: SnapshotTree, right: SnapshotTree): string {
  if (difference.only !== undefined) return `${difference.only === 'left' ? '-' : '+'} ${difference.node.path}\n`;
  const changes = difference.fields.map((field) => {
    const [before, after] = [fieldText(field, difference.left, left), fieldText(field, difference.right, right)];
    return before === after ? `${field} (${before} each)` : `${field} ${before} -> ${after}`;
  });
  return `~ ${difference.left.path}: ${changes.join(', ')}\n`;
}

/** As {@link znodeDifferenceLine}. */
export function sessionDifferenceLine({ sessionId, left, right }: SessionDifference): string {
  const name = `session ${formatHex(sessionId)}`;
  if (left === undefined) return `+ ${name}\n`;
  return right === undefined ? `- ${name}\n` : `~ ${name}: timeoutMs ${left} -> ${right}\n`;
}

function fieldText(field: ZnodeField, node: SnapshotNode, tree: SnapshotTree): string {
  switch (field) {
    case 'data':
      return node.data === null ? 'null' : `${node.dataLength} bytes`;
    case 'acl':
      return aclText(tree.aclOf(node));
    case 'ctime':
    case 'mtime':
      return isoTime(node.stat[field]) ?? `${node.stat[field]} ms`;
    case 'version':
    case 'cversion':
    case 'aversion':
      return String(node.stat[field]);
    default:
      return formatHex(node.stat[field]);
  }
}

function aclText(acl: readonly Acl[] | undefined): string {
  if (acl === undefined) return 'unknown';
  return `[${acl.map(({ permissions, id }) => `${permissions} ${id.scheme}:${id.id}`).join(', ')}]`;
}
