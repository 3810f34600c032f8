import { parseConnectString } from './endpoints/connect-string.ts';
import { DEFAULT_PORT, parseEndpoint } from './endpoints/endpoint.ts';
import { type EndpointProvider, fixedEndpoints, serviceEndpoints } from './endpoints/endpoint-provider.ts';
import { flagRule, isObject, nameOf, type OptionRules, problemOfOptions, wholeNumberRule } from './option-rules.ts';
import type { Endpoint } from './transport/transport.ts';

/** One server of a list. */
export interface ServerAddress {
  /** A name or an address, without the brackets of IPv6. */
  readonly host: string;
  /** Default: 2181. */
  readonly port?: number | undefined;
  /** Whether this server is spoken to by TLS. Default: whether the client's options ask for TLS. */
  readonly tls?: boolean | undefined;
}

/** The servers of one ensemble: a connect string, a list, or a function that is asked before each pass over the list. */
export type Servers = string | readonly (string | ServerAddress)[] | EndpointProvider;

/** What {@link Servers} come down to. */
export interface ResolvedServers {
  readonly provider: EndpointProvider;
  /** What a connect string ends with. */
  readonly chroot: string | undefined;
}

const addressRules: OptionRules<ServerAddress> = {
  host: {
    accepts: (value) => typeof value === 'string' && /^[^\s,/[\]]+$/u.test(value),
    what: 'a name or an address without brackets',
  },
  port: wholeNumberRule(1, 65_535),
  tls: flagRule,
};

/** What is wrong with servers, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfServers(servers: unknown): string | undefined {
  if (typeof servers === 'string' || typeof servers === 'function') return undefined;
  if (!Array.isArray(servers))
    return `the servers must be a connect string, a list or a function, not ${nameOf(servers)}`;
  if (servers.length === 0) return 'a client needs at least one server';
  return servers.map(problemOfServer).find((problem) => problem !== undefined);
}

function problemOfServer(server: unknown): string | undefined {
  if (typeof server === 'string') return undefined;
  if (!isObject(server)) return `a server must be "host:port" or { host, port }, not ${nameOf(server)}`;
  if (!('host' in server)) return `a server needs a host; what it may have is ${Object.keys(addressRules).join(', ')}`;
  const problem = problemOfOptions(server, addressRules);
  return problem === undefined ? undefined : `a server: ${problem}`;
}

/** Takes servers without a problem. Throws `ConnectStringError` for text that makes no sense. */
export function resolveServers(servers: Servers): ResolvedServers {
  if (typeof servers === 'string') return resolveText(servers);
  if (typeof servers === 'function') return { provider: servers, chroot: undefined };
  return { provider: fixedEndpoints(servers.map(endpointOf)), chroot: undefined };
}

function endpointOf(server: string | ServerAddress): Endpoint {
  if (typeof server === 'string') return parseEndpoint(server);
  return { host: server.host, port: server.port ?? DEFAULT_PORT, tls: server.tls };
}

function resolveText(text: string): ResolvedServers {
  const { servers, chroot, isTls } = parseConnectString(text);
  if ('srvName' in servers) return { provider: serviceEndpoints(servers.srvName), chroot };
  return { provider: fixedEndpoints(isTls ? servers.map((one) => ({ ...one, tls: true })) : servers), chroot };
}
