import { NoNodeError } from '@zookit/protocol';
import { assertAllowed } from './access-control.ts';
import type { DataTree } from './data-tree.ts';
import type { Requester } from './requester.ts';
import type { Znode } from './znode.ts';

/**
 * The znode at `path`, which may be any string. Throws {@link NoNodeError}, or {@link NoAuthError} where the requester has
 * none of the `permissions`.
 */
export function readableNode(tree: DataTree, path: string, permissions: number, requester: Requester): Znode {
  const node = tree.nodes.get(path);
  if (node === undefined) throw new NoNodeError(path);
  assertAllowed(tree.settings.accessControl, node.acl, permissions, requester.identities, path);
  return node;
}
