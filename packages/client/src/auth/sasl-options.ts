import { isObject, type OptionRule } from '../option-rules.ts';
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

/** The mechanism must be one that the client knows, and have what it needs. */
export const saslRule: OptionRule = {
  accepts: isObject,
  what: 'an object',
  problemInside: (value) => problemOf({ ...(value as object) }),
};

function problemOf(sasl: Readonly<Record<string, unknown>>): string | undefined {
  if (sasl['mechanism'] === 'GSSAPI') return typeof sasl['step'] === 'function' ? undefined : 'GSSAPI needs a `step`';
  if (sasl['mechanism'] !== 'DIGEST-MD5') return 'the mechanism must be DIGEST-MD5 or GSSAPI';
  const isComplete = typeof sasl['username'] === 'string' && typeof sasl['password'] === 'string';
  return isComplete ? undefined : 'DIGEST-MD5 needs `username` and `password`';
}

/** An exchange with one server. */
export function saslExchange(
  options: SaslOptions,
  server: Endpoint,
  randomBytes: (count: number) => Uint8Array,
): SaslExchange {
  if (options.mechanism === 'GSSAPI') return new GssapiExchange(options.step, server);
  return new DigestMd5Exchange(options, randomBytes);
}
