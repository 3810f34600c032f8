import type { PassiveGroup } from './config-key.ts';
import { bareProperty, inFile, orProperty, switches, texts } from './passive-key.ts';
import { port, type ValueKind } from './value-kind.ts';

/** What steers TLS. */
export const tlsKeys: PassiveGroup = {
  reason: 'this release opens no TLS port',
  keys: [
    inFile('secureClientPort', port),
    inFile('secureClientPortAddress'),
    ...switches(['client.portUnification', 'client.certReload'], false),
    ...switches(['fips-mode'], true),
    ...switches(['netty.server.earlyDropSecureConnectionHandshakes'], false),
    orProperty('netty.server.outstandingHandshake.limit'),
  ],
  families: texts(['ssl.']),
};

/** Names the providers that are always there. */
const providerClass: ValueKind<string> = {
  allowed: 'the class of an authentication provider',
  read: (text) => (/\.(?:Digest|IP)AuthenticationProvider$/u.test(text) ? 'built in' : text),
  refusal: () => undefined,
};

/** What steers ways of authentication that this release lacks. */
export const authenticationKeys: PassiveGroup = {
  reason: 'of the authentication schemes this release has digest and ip',
  keys: [
    ...switches(['sessionRequireClientSASLAuth', 'allowSaslFailedClients'], false),
    ...switches(['IPAuthenticationProvider.usexforwardedfor'], false),
    bareProperty('java.security.auth.login.config'),
    ...texts(['superUser', 'kinit', 'requireKerberosConfig', 'security.auth_to_local']),
  ],
  families: [
    orProperty('authProvider.', providerClass, 'built in'),
    ...texts(['superUser.', 'letAnySaslUserDo', 'kerberos.', 'sasl.']),
    ...texts(['SASLAuthenticationProvider.', 'X509AuthenticationProvider.']),
  ],
};
