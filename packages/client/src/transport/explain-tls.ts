import { formatEndpoint } from '../endpoints/endpoint.ts';
import { TlsError } from './tls-error.ts';
import type { Endpoint } from './transport.ts';

/** A connection that failed. */
export interface TlsAttempt {
  readonly server: Endpoint;
  /** Whether the client has a certificate to show. */
  readonly hasCertificate: boolean;
  /** Whether the handshake of TLS was done, as far as the client knows. */
  readonly isSecure: boolean;
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** By which a server refuses a client's certificate, or the lack of one. */
const BARRED = /CERTIFICATE_REQUIRED|ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE|NO_CERTIFICATE|UNSUPPORTED_CERT)/;

/** What is wrong, by the code of an error of `node:tls`; the first pattern that matches counts. */
const PROBLEMS: readonly (readonly [code: RegExp, problem: string])[] = [
  [/^CERT_HAS_EXPIRED$/, "the server's certificate has expired"],
  [/^CERT_NOT_YET_VALID$/, "the server's certificate is not valid yet: is the clock right?"],
  [
    /^ERR_SSL_(?:WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)$/,
    'the server speaks no TLS on this port: TLS has a port of its own (`secureClientPort`)',
  ],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'the server speaks no version of TLS from `minVersion` to `maxVersion`'],
  [
    /ALERT_HANDSHAKE_FAILURE/,
    'the server refuses: it wants a certificate of the client (`cert` and `key`, or `pfx`), or shares no cipher',
  ],
];

/** Says in the words of the options why TLS with a server failed. What has nothing to do with TLS stays as it is. */
export function explainTls(error: Error, attempt: TlsAttempt): Error {
  const { server } = attempt;
  const problem = problemOf(error, attempt);
  return problem === undefined ? error : new TlsError(withServer(problem, server), { server, cause: error });
}

/** A server that ended a connection over TLS before it said a word. */
export function silentTlsEnd({ server, hasCertificate }: Omit<TlsAttempt, 'isSecure'>): TlsError {
  const problem = `the server ended the connection without a word: ${barOf(hasCertificate)}; or it does not serve`;
  return new TlsError(withServer(problem, server), { server });
}

function problemOf(
  error: Error & { code?: string; reason?: string },
  { isSecure, hasCertificate }: TlsAttempt,
): string | undefined {
  const { code = '' } = error;
  if (UNTRUSTED.has(code)) return `the server's certificate is not trusted (${code}): give its issuer as \`ca\``;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const reason = error.reason ?? error.message;
    return `the server's certificate is for another name: ${reason}; set \`servername\` to one of its names`;
  }
  // Node's code for an end in the middle of the handshake.
  if (code === 'ECONNRESET' && !isSecure) {
    return `the server ended the handshake of TLS: it speaks no TLS on this port, or ${barOf(hasCertificate)}`;
  }
  if (BARRED.test(code)) return `the server refuses the client: ${barOf(hasCertificate)}`;
  const known = PROBLEMS.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return known[1];
  return code.startsWith('ERR_SSL_') ? `TLS failed: ${error.reason ?? error.message}` : undefined;
}

function barOf(hasCertificate: boolean): string {
  if (hasCertificate) return "it does not trust the client's certificate";
  return 'it wants a certificate of the client: give `cert` and `key`, or `pfx`';
}

function withServer(problem: string, server: Endpoint): string {
  return `${formatEndpoint(server)}: ${problem}`;
}
