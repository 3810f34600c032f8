import type { Setting } from './setting.ts';

/** What one `server.N` line says, as far as a server that stands alone has use for it. */
export interface ServerLine {
  readonly role: 'participant' | 'observer';
  /** How many quorum addresses are listed, between bars. */
  readonly addressCount: number;
  /** Where this server takes clients, from behind the semicolon. */
  readonly client: { readonly host: string | undefined; readonly port: number } | undefined;
}

const HOST = String.raw`(?:\[[^\]]+\]|[^:[\]|;]+)`;
const PORT = String.raw`[0-9]{1,5}`;
const ADDRESS = new RegExp(`^(?:${HOST}):(${PORT}):(${PORT})(?::([A-Za-z]+))?$`, 'u');
const CLIENT = new RegExp(`^(?:(${HOST}):)?(${PORT})$`, 'u');

/**
 * Reads `host:quorumPort:electionPort[:role][|…][;[clientHost:]clientPort[;secure]]`. Returns what is wrong with the line
 * instead, in Apache's words, when it is malformed.
 */
export function parseServerLine(setting: Setting): ServerLine | string {
  const [quorum = '', client, secure, ...more] = setting.value.split(';').map((part) => part.trim());
  const addresses = quorum.split('|').map((address) => ADDRESS.exec(address.trim()));
  const clientMatch = client === undefined || client === '' ? undefined : CLIENT.exec(client);
  if (addresses.includes(null) || clientMatch === null || more.length > 0 || (client === '' && secure === undefined)) {
    return malformed(setting.value);
  }
  const roles = addresses.map((address) => address?.[3]?.toLowerCase() ?? 'participant');
  const role = roles.find((one) => one !== 'participant') ?? 'participant';
  if (role !== 'participant' && role !== 'observer') return `Unrecognised peertype: ${role}`;
  if (addresses.some((address) => address?.[1] === address?.[2])) {
    return `Client and election port must be different! Please update the configuration file on ${setting.key}`;
  }
  return { role, addressCount: addresses.length, client: clientMatch && clientAddress(clientMatch) };
}

function clientAddress([, host, port]: RegExpExecArray): { host: string | undefined; port: number } {
  return { host: host === undefined || host === '0.0.0.0' ? undefined : withoutBrackets(host), port: Number(port) };
}

/** An IPv6 address as sockets want it. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/u, '$1');
}

function malformed(value: string): string {
  return (
    `${value} does not have the form server_config or server_config;client_config where server_config is the pipe ` +
    'separated list of host:port:port or host:port:port:type and client_config is port or host:port'
  );
}
