import { BadVersionError, NotEmptyError, type Writes } from '@zookit/protocol';
import { isOver } from '../reaping.ts';
import type { TransactionOf } from '../transaction.ts';
import { applyDelete, assertDeletable, putDeletion } from './delete.ts';

/**
 * Deletes a container or TTL znode whose time is over. A server asks itself, so no ACL is asked. What the path names by
 * now may be another znode than when it became a candidate: that one stays. (Apache's server deletes any that has no
 * children and no session.)
 */
export const deleteContainer: TransactionOf<Writes['deleteContainer']> = {
  prepare(view, { path }) {
    assertDeletable(path);
    const node = view.get(path);
    if (node.childCount > 0) throw new NotEmptyError(path);
    const { owners, settings } = view.tree;
    const kind = owners.kindOf(node.ephemeralOwner);
    if (!isOver(kind, node, view.time, settings.reapingRules)) throw new BadVersionError(path);
    putDeletion(view, path, node);
    return { path };
  },

  apply: applyDelete,
};
