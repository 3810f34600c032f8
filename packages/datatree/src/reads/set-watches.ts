import { EventType, Permission, type Reads, type SetWatches } from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import type { ReadOf } from '../read.ts';
import type { Watcher } from '../requester.ts';
import { CATCH_UP_ZXID } from '../watches.ts';
import type { Znode } from '../znode.ts';

/** Sets the watches of a client that comes back, or tells it at once of what it missed. */
export const setWatches: ReadOf<Reads['setWatches']> = (tree, request, { watcher }) => {
  if (watcher !== undefined) catchUp(tree, request, watcher);
};

/**
 * Sets standard watches again, each unless what it waits for has happened after the zxid that the client saw last.
 *
 * A znode that the client may not read counts as unchanged, or, where its creation is waited for, as not there: Apache
 * tells of its changes (CVE-2026-59739). The watch is set; whether it may be told is asked again when it fires.
 */
export function catchUp(tree: DataTree, request: SetWatches, watcher: Watcher): void {
  const { watches, nodes } = tree;
  const { relativeZxid } = request;
  for (const path of request.dataWatches) {
    const node = nodes.get(path);
    const isReadable = node !== undefined && mayRead(tree, node, watcher);
    if (node === undefined) watches.notify(watcher, EventType.NodeDeleted, path, CATCH_UP_ZXID);
    else if (isReadable && node.mzxid > relativeZxid)
      watches.notify(watcher, EventType.NodeDataChanged, path, CATCH_UP_ZXID);
    else watches.addData(path, watcher);
  }
  for (const path of request.existWatches) {
    const node = nodes.get(path);
    if (node !== undefined && mayRead(tree, node, watcher))
      watches.notify(watcher, EventType.NodeCreated, path, CATCH_UP_ZXID);
    else watches.addData(path, watcher);
  }
  for (const path of request.childWatches) {
    const node = nodes.get(path);
    const isReadable = node !== undefined && mayRead(tree, node, watcher);
    if (node === undefined) watches.notify(watcher, EventType.NodeDeleted, path, CATCH_UP_ZXID);
    else if (isReadable && node.pzxid > relativeZxid)
      watches.notify(watcher, EventType.NodeChildrenChanged, path, CATCH_UP_ZXID);
    else watches.addChildren(path, watcher);
  }
}

function mayRead(tree: DataTree, node: Znode, { identities }: Watcher): boolean {
  return tree.settings.accessControl.allows(node.acl, Permission.READ, identities);
}
