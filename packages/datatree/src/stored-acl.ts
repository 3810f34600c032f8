import { InvalidACLError, type Acl } from '@zookit/protocol';

/**
 * The most entries that a znode's list may have: each check of the znode costs a look at each of them. A request may ask
 * for many more than it has itself, since an entry of the scheme `auth` stands for all that its client has proved.
 */
export const ACL_ENTRIES_MAX = 1000;

const SURROGATE = /[\ud800-\udfff]/;

/**
 * The list to store for a normalized one: each entry once. Throws {@link InvalidACLError} for a list that is too long, and
 * for characters above U+FFFF: a log holds them in a form (CESU-8) that reads as other characters, so that a server that
 * reads the log would have another list than one that was there.
 */
export function storedAcl(acl: readonly Acl[]): Acl[] {
  if (acl.length > ACL_ENTRIES_MAX) throw new InvalidACLError();
  const entries = new Map<string, Acl>();
  for (const entry of acl) entries.set(keyOf(entry), entry);
  return [...entries.values()];
}

function keyOf({ permissions, id: { scheme, id } }: Acl): string {
  const key = `${permissions} ${scheme.length} ${scheme} ${id ?? ''}`;
  if (SURROGATE.test(key)) throw new InvalidACLError();
  return key;
}
