import type { AuthProvider } from './auth-provider.ts';
import { isInSubnet, parseAddress, parseSubnet } from './ip-address.ts';

/** The address that a client connects from. Each connection has this id without asking. IPv6: ZOOKEEPER-4978. */
export const ipProvider: AuthProvider = {
  scheme: 'ip',
  isAuthenticated: false,
  authenticate: (_credentials, remoteAddress) => [{ scheme: 'ip', id: remoteAddress }],
  isValidId: (id) => parseSubnet(id) !== undefined,
  matches(identity, aclId) {
    const address = parseAddress(identity);
    const subnet = parseSubnet(aclId);
    return address !== undefined && subnet !== undefined && isInSubnet(address, subnet);
  },
};
