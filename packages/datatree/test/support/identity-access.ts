import { InvalidACLError, MarshallingError, type Acl, type Id } from '@zookit/protocol';
import type { AccessControl } from '../../src/index.ts';

/** Access control with the schemes that tests need: world, digest (by equality), auth, super. */
export const identityAccess: AccessControl = {
  allows(acl, permissions, identities) {
    if (acl.length === 0 || identities.some(({ scheme }) => scheme === 'super')) return true;
    return acl.some((entry) => (entry.permissions & permissions) !== 0 && matches(entry.id, identities));
  },

  normalize(acl, identities) {
    if (acl === null || acl.length === 0) throw new InvalidACLError();
    return acl.flatMap((entry) => normalizeEntry(entry, identities));
  },
};

function matches(wanted: Id, identities: readonly Id[]): boolean {
  if (wanted.scheme === 'world') return true;
  return identities.some(({ scheme, id }) => scheme === wanted.scheme && id === wanted.id);
}

function normalizeEntry(entry: Acl, identities: readonly Id[]): Acl[] {
  const { scheme, id } = entry.id;
  if (id === null) throw new MarshallingError();
  if (scheme === 'auth') {
    const own = identities.filter((identity) => identity.scheme === 'digest');
    if (own.length === 0) throw new InvalidACLError();
    return own.map((identity) => ({ permissions: entry.permissions, id: identity }));
  }
  const isValid = scheme === 'world' ? id === 'anyone' : scheme === 'digest';
  if (!isValid) throw new InvalidACLError();
  return [entry];
}
