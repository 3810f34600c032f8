import { formatEndpoint } from '../endpoints/endpoint.ts';
import type { Endpoint } from '../transport/transport.ts';

/** What keeps a client from being connected. */
export interface Obstacle {
  readonly error: Error;
  /** Undefined when it is not known where the servers are. */
  readonly server: Endpoint | undefined;
}

/** The end of a message that says why there is no connection; undefined where nothing is known. */
export function detailOf(obstacle: Obstacle | undefined): string | undefined {
  if (obstacle === undefined) return undefined;
  const { error, server } = obstacle;
  const message = messageOf(error);
  const name = server === undefined ? '' : formatEndpoint(server);
  return message.includes(name) ? message : `${name}: ${message}`;
}

/** For a name with several addresses, Node's error has no message of its own. */
function messageOf(error: Error): string {
  if (!(error instanceof AggregateError) || error.message !== '') return error.message;
  return error.errors.map((one: unknown) => (one instanceof Error ? one.message : String(one))).join('; ');
}
