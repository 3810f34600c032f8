import { type Acl, type SetACLRequest, type SetACLResponse, writes } from '@zookit/protocol';
import { settleSetAcl } from '../ambiguity/settle-set-acl.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import { problemOfAcl } from './acl-rule.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';
import { ANY_VERSION, type VersionOptions, versionRules } from './version-options.ts';

/** The calls of `setAcl`. */
export const setAclShape: CallShape<SetACLRequest, SetACLResponse, Stat> = {
  name: 'setAcl',
  operation: writes.setACL,
  result: ({ stat }) => statOf(stat),
  onLoss: settleSetAcl,
  isDecidable: ({ version }) => version !== ANY_VERSION,
};

/** Sets the ACL of a znode. The version is that of the ACL, the `aversion`. */
export function setAcl(
  context: OperationContext,
  path: string,
  acl: readonly Acl[],
  options?: VersionOptions,
): Promise<Stat> {
  const refused = refusalOf('setAcl', path, options, versionRules, problemOfAcl(acl));
  if (refused !== undefined) return Promise.reject(refused);
  const version = options?.version ?? ANY_VERSION;
  return submit(context, setAclShape, { path: context.chroot.join(path), acl, version }, path, options);
}
