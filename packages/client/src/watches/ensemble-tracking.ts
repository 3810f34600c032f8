import { noChroot } from '../chroot.ts';
import { clientEndpointOf } from '../endpoints/client-endpoint.ts';
import type { OperationContext } from '../operations/context.ts';
import { CONFIG_PATH, parseEnsembleConfig } from '../operations/ensemble-config.ts';
import type { Endpoint } from '../transport/transport.ts';
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
  const configs = observeAs({ ...context, chroot: noChroot }, CONFIG_PATH, (data) => parseEnsembleConfig(data));
  for await (const config of configs) {
    if (!config.exists) continue;
    const { version, servers } = config.value;
    const endpoints = endpointsOf(servers.values(), context, mapAddress);
    if (endpoints !== undefined) onUpdate({ version, endpoints });
  }
}

/**
 * Where all of them are; undefined when that is not said. Nor is it said who speaks TLS: the others do if this server does.
 */
function endpointsOf(
  servers: Iterable<string>,
  context: OperationContext,
  mapAddress: AddressMapping,
): Endpoint[] | undefined {
  const { state } = context.requests;
  const tls = state.status === 'connected' ? state.server.tls : undefined;
  const endpoints: Endpoint[] = [];
  for (const server of servers) {
    const endpoint = clientEndpointOf(server);
    if (endpoint === undefined) return undefined;
    endpoints.push(mapAddress(tls === undefined ? endpoint : { ...endpoint, tls }));
  }
  return endpoints.length === 0 ? undefined : endpoints;
}
