import { isIP } from 'node:net';
import type { Attributes } from '@opentelemetry/api';
import { ClientErrorCode, type Endpoint, ErrorCode, isZooKeeperError } from '@zookit/client';

const names = new Map<number, string>(
  [...Object.entries(ErrorCode), ...Object.entries(ClientErrorCode)].map(([name, code]) => [code, name]),
);

/** What all spans and metrics have in common. Source: OpenTelemetry's semantic conventions for database clients. */
export const systemAttributes: Attributes = { 'db.system.name': 'zookeeper' };

/** Which server it was; nothing while none is known. */
export function serverAttributes(server: Endpoint | undefined): Attributes {
  if (server === undefined) return {};
  return {
    'server.address': server.host,
    'server.port': server.port,
    ...(isIP(server.host) !== 0 && { 'network.peer.address': server.host, 'network.peer.port': server.port }),
  };
}

/** Why it failed: ZooKeeper's name for the code and, where a server may have said it, the code. Nothing without an error. */
export function errorAttributes(error: unknown): Attributes {
  if (error === undefined) return {};
  if (!isZooKeeperError(error)) return { 'error.type': error instanceof Error ? error.name : 'unknown' };
  const isServers = error.code > ClientErrorCode.Aborted;
  return {
    'error.type': names.get(error.code) ?? String(error.code),
    ...(isServers && { 'db.response.status_code': String(error.code) }),
  };
}
