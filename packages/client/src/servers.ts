import { parseConnectString } from './endpoints/connect-string.ts';
import { parseEndpoint } from './endpoints/endpoint.ts';
import { type EndpointProvider, fixedEndpoints, serviceEndpoints } from './endpoints/endpoint-provider.ts';
import type { Endpoint } from './transport/transport.ts';

/** The servers of one ensemble: a connect string, a list, or a function that is asked before each pass over the list. */
export type Servers = string | readonly (string | Endpoint)[] | EndpointProvider;

/** What {@link Servers} come down to. */
export interface ResolvedServers {
  readonly provider: EndpointProvider;
  /** What a connect string ends with. */
  readonly chroot: string | undefined;
}

/** Throws `ConnectStringError` for text that makes no sense, and `TypeError` for an empty list. */
export function resolveServers(servers: Servers): ResolvedServers {
  if (typeof servers === 'string') return resolveText(servers);
  if (typeof servers === 'function') return { provider: servers, chroot: undefined };
  return listed(
    servers.map((one) =>
      typeof one === 'string' ? parseEndpoint(one) : { host: one.host, port: one.port, tls: one.tls },
    ),
    undefined,
  );
}

function resolveText(text: string): ResolvedServers {
  const { servers, chroot, isTls } = parseConnectString(text);
  if ('srvName' in servers) return { provider: serviceEndpoints(servers.srvName), chroot };
  return listed(isTls ? servers.map((one) => ({ ...one, tls: true })) : servers, chroot);
}

function listed(endpoints: readonly Endpoint[], chroot: string | undefined): ResolvedServers {
  if (endpoints.length === 0) throw new TypeError('a client needs at least one server');
  return { provider: fixedEndpoints(endpoints), chroot };
}
