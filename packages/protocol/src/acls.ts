import { Permission } from './permissions.ts';
import type { Acl } from './records/acl.ts';
import type { Id } from './records/id.ts';

/** Everybody. */
export const anyone: Id = { scheme: 'world', id: 'anyone' };

/** Stands for every identity that the connection has proved; a server replaces it by those. */
export const authenticated: Id = { scheme: 'auth', id: '' };

/** Everybody may do everything. */
export const openAclUnsafe: readonly Acl[] = [{ permissions: Permission.ALL, id: anyone }];

/** The creator may do everything, others nothing. */
export const creatorAllAcl: readonly Acl[] = [{ permissions: Permission.ALL, id: authenticated }];

/** Everybody may read. */
export const readAclUnsafe: readonly Acl[] = [{ permissions: Permission.READ, id: anyone }];

/**
 * An ACL as a reader without ADMIN sees it: `user:x` in place of each digest, since a digest is all that an attacker
 * needs to guess a password in peace.
 */
export function maskDigestAcl(acl: readonly Acl[]): Acl[] {
  return acl.map((entry) => {
    const { scheme, id } = entry.id;
    const colon = scheme === 'digest' && id !== null ? id.indexOf(':') : -1;
    if (id === null || colon < 0) return entry;
    return { permissions: entry.permissions, id: { scheme, id: `${id.slice(0, colon)}:x` } };
  });
}
