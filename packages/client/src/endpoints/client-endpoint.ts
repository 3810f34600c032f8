import type { Endpoint } from '../transport/transport.ts';
import { formatEndpoint, parseEndpoint } from './endpoint.ts';

/** Addresses on which a server listens everywhere: none at which it can be found. */
const EVERYWHERE: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '0:0:0:0:0:0:0:0']);

/**
 * Where clients find a server, by what stands behind `server.<id>=` in the ensemble's configuration, such as
 * `host:2888:3888:participant;2181`; undefined where it says nothing of clients. A server that listens everywhere is found at
 * its address for the other servers. Throws `ConnectStringError`.
 */
export function clientEndpointOf(server: string): Endpoint | undefined {
  const semicolon = server.indexOf(';');
  if (semicolon < 0) return undefined;
  const [host, port] = splitPort(server.slice(semicolon + 1).trim());
  const found = EVERYWHERE.has(host) ? quorumHostOf(server.slice(0, semicolon).trim()) : host;
  return parseEndpoint(formatEndpoint({ host: found, port }));
}

/** Reads `port`, `host:port` or `[ipv6]:port`. */
function splitPort(text: string): [host: string, port: number] {
  const colon = text.lastIndexOf(':');
  const host = colon < 0 ? '' : text.slice(0, colon);
  return [withoutBrackets(host), Number(text.slice(colon + 1))];
}

/** Of a server with several addresses, the first. */
function quorumHostOf(text: string): string {
  const end = text.startsWith('[') ? text.indexOf(']') + 1 : text.indexOf(':');
  return withoutBrackets(text.slice(0, end));
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
