import { NoAuthError, type Acl, type Id } from '@zookit/protocol';

/** Who may do what: schemes and their providers are the server's affair. */
export interface AccessControl {
  /**
   * Whether one of `identities` has at least one of the `permissions` under `acl`. Must not throw: a request is then
   * refused as a defect, and a watcher is told nothing of an event (what was thrown goes to `onWatcherError`).
   */
  allows(acl: readonly Acl[], permissions: number, identities: readonly Id[]): boolean;
  /**
   * The list to store for what a client sent, with `auth` replaced by the identities that it stands for. Duplicates need
   * not be dropped. Throws {@link InvalidACLError}.
   */
  normalize(acl: readonly Acl[] | null, identities: readonly Id[]): Acl[];
}

/** Throws {@link NoAuthError} unless one of `identities` has one of the `permissions` under `acl`. */
export function assertAllowed(
  access: AccessControl,
  acl: readonly Acl[],
  permissions: number,
  identities: readonly Id[],
  path: string,
): void {
  if (!access.allows(acl, permissions, identities)) throw new NoAuthError(path);
}
