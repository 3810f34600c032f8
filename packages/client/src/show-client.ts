import { inspect, type InspectOptions } from 'node:util';
import type { ConnectionState } from './connection-state.ts';
import { formatEndpoint } from './endpoints/endpoint.ts';

/** What `console.log` shows of a client: its class has another name once it is bundled, and only private fields. */
export function showClient(this: { readonly state: ConnectionState }, _depth: number, options: InspectOptions): string {
  const { state } = this;
  const shown = {
    status: state.status,
    ...('server' in state && { server: formatEndpoint(state.server) }),
    ...('session' in state && { sessionId: state.session.id }),
  };
  return `ZooKeeper ${inspect(shown, options)}`;
}
