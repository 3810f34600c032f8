import type { Writes } from '@zookit/protocol';
import { deleteNode } from '../delete-node.ts';
import { succeeded, type TransactionOf } from '../transaction.ts';
import type { TreeView } from '../tree-view.ts';
import { putDeletion } from './delete.ts';

/** Ends the session in the header. Its ephemeral znodes go with it, those included that are not yet there. */
export const closeSession: TransactionOf<Writes['closeSession']> = {
  prepare(view) {
    const paths = ownedPaths(view, view.requester.sessionId);
    for (const path of paths) putDeletion(view, path, view.get(path));
    return { pathsToDelete: view.tree.settings.closeSessionTxnEnabled ? paths : undefined };
  },

  apply(tree, { sessionId, zxid }, { pathsToDelete = [] }) {
    for (const path of pathsToDelete) deleteNode(tree, path, zxid);
    for (const path of [...tree.ephemeralsOf(sessionId)]) deleteNode(tree, path, zxid);
    tree.removeSession(sessionId);
    return succeeded(undefined);
  },
};

/** The ephemeral znodes that a session will have. */
export function ownedPaths(view: TreeView, sessionId: bigint): string[] {
  const candidates = new Set(view.tree.ephemeralsOf(sessionId));
  for (const { path } of view.changes.ephemeralsOf(sessionId)) candidates.add(path);
  return [...candidates].filter((path) => view.find(path)?.ephemeralOwner === sessionId);
}
