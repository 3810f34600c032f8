import { inspect } from 'node:util';
import type { Acl } from '@zookit/protocol';
import { nameOf, type OptionRule } from '../option-rules.ts';

const ENTRY = '{ permissions, id: { scheme, id } }';
const WHAT = `a list of ${ENTRY} that is not empty`;

/** What an option with an ACL must be. */
export const aclRule: OptionRule = { accepts: isAcl, what: WHAT, problemOf: problemOfEntries };

/** What is wrong with an ACL, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfAcl(acl: unknown): string | undefined {
  if (isAcl(acl)) return undefined;
  return problemOfEntries(acl) ?? `the ACL must be ${WHAT}, not ${nameOf(acl)}`;
}

function problemOfEntries(acl: unknown): string | undefined {
  if (!Array.isArray(acl)) return undefined;
  const wrong = acl.findIndex((entry: unknown) => !isEntry(entry));
  return wrong < 0 ? undefined : `entry ${wrong} of the ACL must be ${ENTRY}, not ${inFull(acl[wrong])}`;
}

function isAcl(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isEntry);
}

function isEntry(value: unknown): boolean {
  const { permissions, id } = (value ?? {}) as Partial<Acl>;
  return Number.isInteger(permissions) && typeof id?.scheme === 'string' && typeof id.id === 'string';
}

/** An ACL holds no secret: the id of a `digest` is a hash. */
function inFull(value: unknown): string {
  return typeof value === 'object' && value !== null ? inspect(value, { breakLength: Infinity }) : nameOf(value);
}
