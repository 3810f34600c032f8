import type { Id } from '@zookit/protocol';

/** One scheme by which a client can say who it is and by which an ACL can name it. */
export interface AuthProvider {
  /** The scheme's name in ACLs and in `addauth`. */
  readonly scheme: string;
  /** Whether an ACL entry of the scheme `auth` stands for this scheme's ids of its creator. */
  readonly isAuthenticated: boolean;
  /** Who a client is that shows `credentials`: ids to add to its connection, or undefined when it is refused. */
  authenticate(credentials: Uint8Array | null, remoteAddress: string): readonly Id[] | undefined;
  /** Whether an ACL may name `id`. */
  isValidId(id: string): boolean;
  /** Whether somebody with the id `identity` is meant by an ACL entry's `aclId`. */
  matches(identity: string, aclId: string): boolean;
}
