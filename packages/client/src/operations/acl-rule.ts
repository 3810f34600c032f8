import type { Acl } from '@zookit/protocol';
import { nameOf, type OptionRule } from '../option-rules.ts';

const WHAT = 'a list of { permissions, id: { scheme, id } } that is not empty';

/** What an option with an ACL must be. */
export const aclRule: OptionRule = { accepts: isAcl, what: WHAT };

/** What is wrong with an ACL, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfAcl(acl: unknown): string | undefined {
  return isAcl(acl) ? undefined : `the ACL must be ${WHAT}, not ${nameOf(acl)}`;
}

function isAcl(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isEntry);
}

function isEntry(value: Partial<Acl> | null | undefined): boolean {
  return Number.isInteger(value?.permissions) && typeof value?.id?.scheme === 'string';
}
