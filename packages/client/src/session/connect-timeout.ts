import type { ResolvedOptions } from '../client-options.ts';

/** How many attempts the session timeout has room for, however few servers there are. */
const ATTEMPTS_LEAST = 3;
const LEAST_MS = 1000;

/**
 * How long TCP, TLS and the handshake with one server may take together, in ms: unless the options say, the server's share of
 * the session timeout, so that all can be tried within it. Source: `ClientCnxn.connectTimeout`, which has no bounds; but an
 * Apache server that starts can take a connection and never answer on it, which must not cost the session.
 */
export function connectTimeoutOf(
  options: Pick<ResolvedOptions, 'connectTimeoutMs' | 'sessionTimeoutMs'>,
  serverCount: number,
  grantedMs: number | undefined,
): number {
  if (options.connectTimeoutMs !== undefined) return options.connectTimeoutMs;
  const sessionTimeoutMs = grantedMs ?? options.sessionTimeoutMs;
  return Math.max(LEAST_MS, Math.floor(sessionTimeoutMs / Math.max(ATTEMPTS_LEAST, serverCount)));
}
