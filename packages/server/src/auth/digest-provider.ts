import { createHash } from 'node:crypto';
import type { Id } from '@zookit/protocol';
import type { DigestAuthConfig } from '../config/server-config.ts';
import type { AuthProvider } from './auth-provider.ts';

/**
 * `user:base64(hash("user:password"))`, the id that the digest scheme gives a client. Text without a colon is a user
 * without a password. Throws when Node does not know `algorithm`.
 */
export function digestId(userAndPassword: Uint8Array, algorithm = 'sha1'): string {
  const text = Buffer.from(userAndPassword).toString('utf8');
  const [user = ''] = text.split(':', 1);
  return `${user}:${createHash(algorithm).update(text).digest('base64')}`;
}

/** User and password. A wrong password is not refused: it gives another id, which no ACL names. */
export function digestProvider(config: DigestAuthConfig): AuthProvider {
  return {
    scheme: 'digest',
    isAuthenticated: true,
    authenticate(credentials) {
      if (credentials === null) return undefined;
      const id = digestId(credentials, config.algorithm);
      const identities: Id[] = [{ scheme: 'digest', id }];
      if (id === config.superDigest) identities.push({ scheme: 'super', id: '' });
      return identities;
    },
    isValidId: isTwoParts,
    matches: (identity, aclId) => identity === aclId,
  };
}

/** Splits at colons as Java does, which drops empty parts at the end: `a:b` and `a:b:` have two parts, `a:` has one. */
function isTwoParts(id: string): boolean {
  const parts = id.replace(/:+$/, '').split(':');
  return parts.length === 2;
}
