import { maskDigestAcl, Permission, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { readableNode } from '../readable-node.ts';

/** The ACL of a znode, for who may read or administer it. Digests are shown to administrators only. */
export const getACL: ReadOf<Reads['getACL']> = (tree, { path }, requester) => {
  const node = readableNode(tree, path, Permission.READ | Permission.ADMIN, requester);
  const mayAdminister = tree.settings.accessControl.allows(node.acl, Permission.ADMIN, requester.identities);
  return { acl: mayAdminister ? node.acl : maskDigestAcl(node.acl), stat: tree.statOf(node) };
};
