import { Resolver } from 'node:dns/promises';
import type { Endpoint } from '../transport/transport.ts';

/** Says where the servers are. Asked again before every pass over the list, so that servers may move. */
export type EndpointProvider = (options: { readonly signal: AbortSignal }) => Promise<readonly Endpoint[]>;

/** What an SRV record says, as far as it matters here. */
export interface ServiceRecord {
  readonly name: string;
  readonly port: number;
}

/** Looks up the SRV records of a name. */
export type ServiceResolver = (name: string, signal: AbortSignal) => Promise<readonly ServiceRecord[]>;

/** Asks the system's name servers. */
const resolveService: ServiceResolver = async (name, signal) => {
  const resolver = new Resolver();
  const cancel = (): void => {
    resolver.cancel();
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await resolver.resolveSrv(name);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/** The servers do not change. */
export function fixedEndpoints(endpoints: readonly Endpoint[]): EndpointProvider {
  return () => Promise.resolve(endpoints);
}

/**
 * The servers are what the SRV records of `name` say. Priorities and weights do not count: a client spreads itself over
 * all servers of the ensemble, as Apache's does.
 */
export function serviceEndpoints(name: string, resolve: ServiceResolver = resolveService): EndpointProvider {
  return async ({ signal }) => {
    const records = await resolve(name, signal);
    return records.map((record) => ({ host: record.name.replace(/\.$/, ''), port: record.port }));
  };
}
