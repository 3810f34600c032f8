import { noChroot } from '../chroot.ts';
import type { ConnectionState } from '../connection-state.ts';
import { clientEndpointOf } from '../endpoints/client-endpoint.ts';
import type { OperationContext } from '../operations/context.ts';
import { CONFIG_PATH, parseEnsembleConfig } from '../operations/ensemble-config.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { ZooKeeper } from '../zookeeper.ts';
import { observeAs } from './observe.ts';

/** Where a server that announces an endpoint is to be found from here. */
export type AddressMapping = (announced: Endpoint) => Endpoint;

/** The ensemble has another list of servers. */
export interface EnsembleUpdate {
  /** The zxid of the reconfig that made it, or 0. */
  readonly version: bigint;
  /** Where its servers are for clients. */
  readonly endpoints: readonly Endpoint[];
}

/**
 * Follows the configuration that the servers keep in `/zookeeper/config`, from the first connection to the end of the client,
 * and tells each list of servers. A server alone has none, nor has one before 3.5, nor one that does not say of each server where
 * it is for clients: those that it leaves out serve as well as the others.
 */
export async function trackEnsemble(
  context: OperationContext,
  mapAddress: AddressMapping,
  onUpdate: (update: EnsembleUpdate) => void,
): Promise<void> {
  const lastServer = lastServerOf(context.client);
  const configs = observeAs({ ...context, chroot: noChroot }, CONFIG_PATH, (data) => parseEnsembleConfig(data));
  for await (const config of configs) {
    if (!config.exists) continue;
    const { version, servers } = config.value;
    const endpoints = endpointsOf(servers.values(), lastServer()?.tls, mapAddress);
    if (endpoints !== undefined) onUpdate({ version, endpoints });
  }
}

/** The server to which the client is connected, or was last: what it said may be read when the connection is over. */
function lastServerOf(client: ZooKeeper): () => Endpoint | undefined {
  let last: Endpoint | undefined;
  const take = (state: ConnectionState): void => {
    if (state.status === 'connected') last = state.server;
  };
  take(client.state);
  client.addEventListener('state', ({ detail }) => take(detail.state));
  return () => last;
}

/**
 * Where all of them are; undefined when that is not said. Nor is it said who speaks TLS: the others do if the server does from
 * which the list came.
 */
function endpointsOf(
  servers: Iterable<string>,
  tls: boolean | undefined,
  mapAddress: AddressMapping,
): Endpoint[] | undefined {
  const endpoints: Endpoint[] = [];
  for (const server of servers) {
    const announced = clientEndpointOf(server);
    if (announced === undefined) return undefined;
    endpoints.push(withTls(mapAddress(withTls(announced, tls)), tls));
  }
  return endpoints.length === 0 ? undefined : endpoints;
}

function withTls(endpoint: Endpoint, tls: boolean | undefined): Endpoint {
  return tls === undefined || endpoint.tls !== undefined ? endpoint : { ...endpoint, tls };
}
