import { assertPath, BadVersionError, ErrorCode, Permission, type Writes } from '@zookit/protocol';
import { failed, succeeded, type TransactionOf } from '../transaction.ts';
import { isExpectedVersion, nextVersion } from '../versions.ts';

/** Sets the ACL of a znode and answers with its new stat. Nobody is told, and no zxid or time in the stat changes. */
export const setACL: TransactionOf<Writes['setACL']> = {
  prepare(view, { path, acl, version }) {
    assertPath(path);
    const normalized = view.normalizeAcl(acl);
    const node = view.get(path);
    view.assertAllowed(node, Permission.ADMIN, path);
    if (!isExpectedVersion(version, node.aversion)) throw new BadVersionError(path);
    const record = view.change(path, node);
    record.aversion = nextVersion(node.aversion);
    // In force from now on, also for requests that are prepared before this one is applied. Apache keeps the old list.
    record.acl = normalized;
    view.put(record, node);
    return { path, acl: normalized, version: record.aversion };
  },

  apply(tree, _header, { path, acl, version }) {
    const { nodes } = tree;
    const node = nodes.get(path);
    if (node === undefined) return failed(ErrorCode.NoNode);
    nodes.replaceAcl(node, acl);
    node.aversion = version;
    nodes.changed(node);
    return succeeded({ stat: tree.statOf(node) });
  },
};
