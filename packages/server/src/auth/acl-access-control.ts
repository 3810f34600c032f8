import { ACL_ENTRIES_MAX, type AccessControl } from '@zookit/datatree';
import { ErrorCode, zooKeeperError, type Acl, type Id } from '@zookit/protocol';
import type { AuthProviders } from './authentication.ts';

/** What an {@link AclAccessControl} can be told. */
export interface AclAccessControlOptions {
  /** Lets everybody do everything. zoo.cfg: `skipACL`. */
  readonly skipAcl: boolean;
}

/** Decides who may do what by the nodes' ACLs and the schemes that the server knows. */
export class AclAccessControl implements AccessControl {
  readonly #providers: AuthProviders;
  readonly #skipAcl: boolean;

  constructor(providers: AuthProviders, options: AclAccessControlOptions) {
    this.#providers = providers;
    this.#skipAcl = options.skipAcl;
  }

  /** Whether one of `identities` has at least one of `permissions`. An empty list allows everything. */
  allows(acl: readonly Acl[], permissions: number, identities: readonly Id[]): boolean {
    if (this.#skipAcl || acl.length === 0) return true;
    for (const entry of acl) {
      if ((entry.permissions & permissions) !== 0 && this.#includes(entry.id, identities)) return true;
    }
    return identities.some((identity) => identity.scheme === 'super');
  }

  /**
   * The list for what a client sent: duplicates dropped, `auth` replaced by the client's own ids. Throws
   * InvalidACL for an empty list, one that becomes longer than any may be, an unknown scheme or an id that the scheme
   * does not know.
   */
  normalize(acl: readonly Acl[] | null, identities: readonly Id[]): Acl[] {
    if (acl === null || acl.length === 0) throw zooKeeperError(ErrorCode.InvalidACL);
    const entries = new Map(
      acl.map((entry) => [JSON.stringify([entry.permissions, entry.id.scheme, entry.id.id]), entry]),
    );
    const normalized: Acl[] = [];
    for (const entry of entries.values()) {
      normalized.push(...this.#normalizeEntry(entry, identities));
      if (normalized.length > ACL_ENTRIES_MAX) throw zooKeeperError(ErrorCode.InvalidACL);
    }
    return normalized;
  }

  #includes(aclId: Id, identities: readonly Id[]): boolean {
    if (aclId.scheme === 'world') return aclId.id === 'anyone';
    const provider = this.#providers.get(aclId.scheme);
    if (provider === undefined) return false;
    const wanted = aclId.id ?? '';
    return identities.some(({ scheme, id }) => scheme === aclId.scheme && provider.matches(id ?? '', wanted));
  }

  #normalizeEntry(entry: Acl, identities: readonly Id[]): Acl[] {
    const { scheme, id } = entry.id;
    if (scheme === 'auth') return this.#creatorEntries(entry.permissions, identities);
    const provider = this.#providers.get(scheme);
    if (scheme !== 'world' && provider === undefined) throw zooKeeperError(ErrorCode.InvalidACL);
    if (id === null) throw zooKeeperError(ErrorCode.MarshallingError);
    const isValid = scheme === 'world' ? id === 'anyone' : provider?.isValidId(id);
    if (isValid !== true) throw zooKeeperError(ErrorCode.InvalidACL);
    return [entry];
  }

  #creatorEntries(permissions: number, identities: readonly Id[]): Acl[] {
    const own = identities.filter(({ scheme }) => this.#providers.get(scheme)?.isAuthenticated);
    if (own.length === 0) throw zooKeeperError(ErrorCode.InvalidACL);
    return own.map((identity) => ({ permissions, id: identity }));
  }
}
