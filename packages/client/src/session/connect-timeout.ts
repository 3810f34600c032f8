import type { ResolvedOptions } from '../client-options.ts';

/** As how many servers a list counts that is not known yet. */
const COUNT_UNKNOWN = 3;
const LEAST_MS = 1000;

/**
 * How long TCP, TLS and the handshake with one server may take together, in ms: unless the options say, the server's share of
 * the session timeout, so that all can be tried within it. Source: `ClientCnxn.connectTimeout`, which has no lower bound.
 */
export function connectTimeoutOf(
  options: Pick<ResolvedOptions, 'connectTimeoutMs' | 'sessionTimeoutMs'>,
  serverCount: number,
  grantedMs: number | undefined,
): number {
  if (options.connectTimeoutMs !== undefined) return options.connectTimeoutMs;
  const sessionTimeoutMs = grantedMs ?? options.sessionTimeoutMs;
  return Math.max(LEAST_MS, Math.floor(sessionTimeoutMs / (serverCount || COUNT_UNKNOWN)));
}
