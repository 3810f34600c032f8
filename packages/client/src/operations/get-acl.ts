import { type Acl, type GetACLRequest, type GetACLResponse, reads } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';

/** The ACL of a znode. */
export interface NodeAcl {
  /** The hashes of `digest` ids are masked for who may not change the ACL. */
  readonly acl: readonly Acl[];
  readonly stat: Stat;
}

/** The calls of `getAcl`. */
export const getAclShape: CallShape<GetACLRequest, GetACLResponse, NodeAcl> = {
  name: 'getAcl',
  operation: reads.getACL,
  result: ({ acl, stat }) => ({ acl, stat: statOf(stat) }),
};

/** The ACL of a znode. */
export function getAcl(context: OperationContext, path: string, options?: CallOptions): Promise<NodeAcl> {
  const refused = refusalOf('getAcl', path, options, callRules);
  if (refused !== undefined) return Promise.reject(refused);
  return submit(context, getAclShape, { path: context.chroot.join(path) }, path, options);
}
