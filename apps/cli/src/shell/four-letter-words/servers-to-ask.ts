import type { Endpoint, TlsConfig } from '@zookit/client';
import type { ConnectionSettings } from '../connection-settings.ts';
import { readTls } from '../read-tls.ts';
import { endpointsOf } from './endpoints-of.ts';

/** Whom to ask four-letter words, and how. */
export interface ServersToAsk {
  readonly endpoints: readonly Endpoint[];
  readonly tls: TlsConfig | undefined;
}

/** The servers of `settings`, or those of another connect string, with the TLS of `settings`. */
export async function serversToAsk(
  { servers, tls }: ConnectionSettings,
  others: string | undefined,
  signal: AbortSignal,
): Promise<ServersToAsk> {
  return { endpoints: await endpointsOf(others ?? servers, signal), tls: tls && (await readTls(tls)) };
}
