import type { AuthProvider } from './auth-provider.ts';
import { isInSubnet, parseAddress, parseSubnet } from './ip-address.ts';
import { memoized } from './memoized.ts';

/**
 * The address that a client connects from. Each connection has this id without asking. IPv6: ZOOKEEPER-4978. ACLs are
 * looked at far more often than written, so what their texts mean is remembered.
 */
export function ipProvider(): AuthProvider {
  const addressOf = memoized(parseAddress);
  const subnetOf = memoized(parseSubnet);
  return {
    scheme: 'ip',
    isAuthenticated: false,
    authenticate: (_credentials, remoteAddress) => [{ scheme: 'ip', id: remoteAddress }],
    isValidId: (id) => parseSubnet(id) !== undefined,
    matches(identity, aclId) {
      const address = addressOf(identity);
      const subnet = subnetOf(aclId);
      return address !== undefined && subnet !== undefined && isInSubnet(address, subnet);
    },
  };
}
