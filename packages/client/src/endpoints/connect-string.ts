import { validatePath } from '@zookit/protocol';
import type { Endpoint } from '../transport/transport.ts';
import { ConnectStringError } from './connect-string-error.ts';
import { parseEndpoint } from './endpoint.ts';

/** What a connect string says. */
export interface ConnectString {
  /** The servers, or the name whose SRV records list them. */
  readonly servers: readonly Endpoint[] | { readonly srvName: string };
  /** The path that stands for the client's `/`; undefined for the root. */
  readonly chroot: string | undefined;
  /** Whether the string asks for TLS, by `zks://`. */
  readonly isTls: boolean;
}

const SCHEME = /^([a-z][a-z\d+.-]*):\/\//i;
const SERVER_IN_CHROOT = /,[^/,]+:\d+(?:[/,]|$)/;

/**
 * Reads `h1:2181,[::1]:2181/chroot`, the same behind `zk://` or `zks://`, or `dns-srv://name/chroot`. Throws
 * {@link ConnectStringError}.
 */
export function parseConnectString(text: string): ConnectString {
  const trimmed = text.trim();
  const scheme = SCHEME.exec(trimmed);
  const rest = scheme === null ? trimmed : trimmed.slice(scheme[0].length);
  const slash = rest.indexOf('/');
  const hosts = slash < 0 ? rest : rest.slice(0, slash);
  const chroot = slash < 0 ? undefined : parseChroot(rest.slice(slash));
  switch (scheme?.[1]?.toLowerCase()) {
    case undefined:
    case 'zk':
      return { servers: parseServers(hosts, text), chroot, isTls: false };
    case 'zks':
      return { servers: parseServers(hosts, text), chroot, isTls: true };
    case 'dns-srv':
      return { servers: { srvName: parseSrvName(hosts, text) }, chroot, isTls: false };
    default:
      throw new ConnectStringError(text, 'has an unknown scheme', 'use "zk://", "zks://" (TLS), "dns-srv://", or none');
  }
}

function parseServers(hosts: string, text: string): readonly Endpoint[] {
  const items = hosts.split(',').filter((item) => item.trim() !== '');
  if (items.length === 0)
    throw new ConnectStringError(text, 'names no server', 'write "host:2181" or "h1:2181,h2:2181"');
  return items.map(parseEndpoint);
}

function parseSrvName(hosts: string, text: string): string {
  const name = hosts.trim();
  if (/^[^\s,:]+$/u.test(name)) return name;
  const remedy = 'write one name, as in "dns-srv://_zookeeper._tcp.example.org": the records bring the ports';
  throw new ConnectStringError(text, name === '' ? 'has no name' : `has "${name}" for a name`, remedy);
}

/** A lone `/` is none. Source: `ConnectStringParser`, which sends a second chroot to the server as part of the first. */
function parseChroot(text: string): string | undefined {
  const chroot = text.trimEnd();
  if (chroot === '/') return undefined;
  if (SERVER_IN_CHROOT.test(chroot)) {
    throw new ConnectStringError(
      chroot,
      'has a server behind the chroot',
      'write the chroot once, behind the last server',
    );
  }
  const problem = validatePath(chroot);
  if (problem === undefined) return chroot;
  throw new ConnectStringError(chroot, `${problem}, which a chroot must not`, 'write a path such as "/app/production"');
}
