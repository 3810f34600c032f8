import { isIPv6 } from 'node:net';
import type { Endpoint } from '../transport/transport.ts';
import { ConnectStringError } from './connect-string-error.ts';

/** Where a server listens for clients unless it is told otherwise. */
export const DEFAULT_PORT = 2181;

const PORT_MAX = 65_535;
const FORBIDDEN_IN_NAME = /[^\p{L}\p{M}\p{N}._-]/u;

/** An endpoint as it stands in a connect string: an IPv6 address in brackets. */
export function formatEndpoint(endpoint: Endpoint): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return `${host}:${String(endpoint.port)}`;
}

/** Reads `host`, `host:port`, `[ipv6]` or `[ipv6]:port`. Throws {@link ConnectStringError}. */
export function parseEndpoint(text: string): Endpoint {
  const item = text.trim();
  if (item.startsWith('[')) return parseBracketed(item);
  const colon = item.indexOf(':');
  if (colon !== item.lastIndexOf(':')) {
    throw new ConnectStringError(
      item,
      'has more than one ":"',
      'an IPv6 address stands in brackets, as in "[::1]:2181"',
    );
  }
  const host = colon < 0 ? item : item.slice(0, colon);
  assertName(host, item);
  return { host, port: colon < 0 ? DEFAULT_PORT : parsePort(item.slice(colon + 1), item) };
}

function parseBracketed(item: string): Endpoint {
  const end = item.indexOf(']');
  if (end < 0) throw new ConnectStringError(item, 'has a "[" without "]"', 'write "[::1]:2181"');
  const host = item.slice(1, end);
  if (!isIPv6(host)) throw new ConnectStringError(item, 'has no IPv6 address in brackets', 'write "[::1]:2181"');
  const rest = item.slice(end + 1);
  if (rest === '') return { host, port: DEFAULT_PORT };
  if (!rest.startsWith(':')) throw new ConnectStringError(item, 'has no ":" behind "]"', `write "[${host}]:2181"`);
  return { host, port: parsePort(rest.slice(1), item) };
}

function assertName(host: string, item: string): void {
  if (host === '') throw new ConnectStringError(item, 'has no host', 'write "host:2181"');
  if (/\s/u.test(host)) throw new ConnectStringError(item, 'has a space inside', 'separate servers by ","');
  const forbidden = FORBIDDEN_IN_NAME.exec(host);
  if (forbidden === null) return;
  const hint =
    forbidden[0] === '@' ? 'give credentials as the option `auth`' : 'write "host:2181", servers separated by ","';
  throw new ConnectStringError(item, `has "${forbidden[0]}" in the name of a host`, hint);
}

/** A colon without a port is taken for the default, as Apache's client does. */
function parsePort(text: string, item: string): number {
  if (text === '') return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= PORT_MAX) return port;
  throw new ConnectStringError(item, `has the port "${text}"`, `a port is a number from 1 to ${String(PORT_MAX)}`);
}
