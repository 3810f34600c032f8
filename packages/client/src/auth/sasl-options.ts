import type { Endpoint } from '../transport/transport.ts';
import { GssapiExchange, type GssapiStep } from './gssapi-exchange.ts';
import { DigestMd5Exchange, type DigestMd5Options } from './sasl-digest-md5.ts';
import type { SaslExchange } from './sasl-mechanism.ts';

/** Who authenticates by SASL, and how. */
export type SaslOptions =
  /** By a name and a password; servers keep theirs in a JAAS file. */
  | (DigestMd5Options & { readonly mechanism: 'DIGEST-MD5' })
  /** By Kerberos, which a library of the caller speaks. */
  | { readonly mechanism: 'GSSAPI'; readonly step: GssapiStep };

/** An exchange with one server. */
export function saslExchange(
  options: SaslOptions,
  server: Endpoint,
  randomBytes: (count: number) => Uint8Array,
): SaslExchange {
  if (options.mechanism === 'GSSAPI') return new GssapiExchange(options.step, server);
  return new DigestMd5Exchange(options, randomBytes);
}
