import { formatEndpoint } from '../endpoints/endpoint.ts';
import { TlsError } from './tls-error.ts';
import type { Endpoint } from './transport.ts';

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What is wrong, by the code of an error of `node:tls`; the first pattern that matches counts. */
const PROBLEMS: readonly (readonly [code: RegExp, problem: string])[] = [
  [/^CERT_HAS_EXPIRED$/, "the server's certificate has expired"],
  [/^CERT_NOT_YET_VALID$/, "the server's certificate is not valid yet: is the clock right?"],
  [
    /^ERR_SSL_(?:WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)$/,
    'the server does not speak TLS on this port: TLS has a port of its own (`secureClientPort`)',
  ],
  [
    /CERTIFICATE_REQUIRED|DID_NOT_RETURN/,
    'the server wants a certificate of the client: give `cert` and `key`, or `pfx`',
  ],
  [
    /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE|UNSUPPORTED_CERT)/,
    "the server does not trust the client's certificate",
  ],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'the server speaks no version of TLS from `minVersion` to `maxVersion`'],
  [
    /ALERT_HANDSHAKE_FAILURE/,
    'the server refuses: it wants a certificate of the client (`cert` and `key`, or `pfx`), or shares no cipher',
  ],
];

/** Says in the words of the options why TLS with a server failed. What has nothing to do with TLS stays as it is. */
export function explainTls(error: Error, server: Endpoint, isSecure: boolean): Error {
  const problem = problemOf(error, isSecure);
  return problem === undefined ? error : new TlsError(withServer(problem, server), { server, cause: error });
}

/** A server that ended a connection over TLS before it said a word. */
export function silentTlsEnd(server: Endpoint): TlsError {
  const problem =
    "the server ended the connection without a word: it does not trust the client's certificate, or does not serve";
  return new TlsError(withServer(problem, server), { server });
}

function problemOf(error: Error & { code?: string; reason?: string }, isSecure: boolean): string | undefined {
  const { code = '' } = error;
  if (UNTRUSTED.has(code)) return `the server's certificate is not trusted (${code}): give its issuer as \`ca\``;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `the server's certificate is for another name: ${error.reason ?? error.message}; set \`servername\` to one of its names`;
  }
  // Node's own words for an end in the middle of the handshake; a connection that was never made has another syscall.
  if (code === 'ECONNRESET' && !isSecure) {
    return 'the server ended the connection within the handshake of TLS: it speaks no TLS on this port, or does not trust the client';
  }
  const known = PROBLEMS.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return known[1];
  return code.startsWith('ERR_SSL_') ? `TLS failed: ${error.reason ?? error.message}` : undefined;
}

function withServer(problem: string, server: Endpoint): string {
  return `${formatEndpoint(server)}: ${problem}`;
}
