import { secureContextOf, type TlsConfig } from './tls-config.ts';
import type { Endpoint } from './transport.ts';

/** By which servers TLS is spoken, and how. */
export interface TlsOptions {
  /** For the servers that do not say it themselves. */
  readonly isDefault: boolean;
  readonly config: TlsConfig;
}

/** Throws `TlsError` for certificates and keys that can't be used, unless `reload` may bring others. */
export function resolveTls(tls: TlsConfig | boolean | undefined): TlsOptions {
  if (typeof tls !== 'object') return { isDefault: tls === true, config: {} };
  if (tls.reload === undefined) secureContextOf(tls);
  return { isDefault: true, config: tls };
}

/** How to speak TLS with a server; undefined for plain TCP. */
export function tlsFor(endpoint: Endpoint, options: TlsOptions): TlsConfig | undefined {
  return (endpoint.tls ?? options.isDefault) ? options.config : undefined;
}
