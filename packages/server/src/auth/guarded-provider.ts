import type { Logger } from '../logger.ts';
import type { AuthProvider } from './auth-provider.ts';

/**
 * A provider from outside, whose defects don't get any further: what it throws counts as a no. ACLs are also looked at
 * while a transaction is applied, and that must not fail. An id that cannot be judged fails the request that brought it.
 */
export function guardedProvider(provider: AuthProvider, logger: Logger): AuthProvider {
  const { scheme, isAuthenticated } = provider;
  const report = (error: unknown) => {
    logger.error('authentication provider failed', { scheme, error });
  };
  return {
    scheme,
    isAuthenticated,
    authenticate(credentials, remoteAddress) {
      try {
        return provider.authenticate(credentials, remoteAddress);
      } catch (error) {
        report(error);
        return undefined;
      }
    },
    isValidId: (id) => provider.isValidId(id),
    matches(identity, aclId) {
      try {
        return provider.matches(identity, aclId);
      } catch (error) {
        report(error);
        return false;
      }
    },
  };
}
