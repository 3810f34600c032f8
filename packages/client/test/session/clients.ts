import type { ConnectResponse } from '@zookit/protocol';
import { waitFor } from '@zookit/testkit';
import {
  type ClientEnvironment,
  type ClientOptions,
  connect,
  type ConnectionState,
  systemEnvironment,
  type ZooKeeper,
} from '../../src/index.ts';
import type { ScriptedPeer, ScriptedServer } from '../scripted-server.ts';

/** The machine's own, but for chance: the search for a server waits no longer than it must. */
export const impatient: ClientEnvironment = { ...systemEnvironment, random: () => 0 };

/** What a server answers that does not know the session. */
export const unknownSession: Partial<ConnectResponse> = {
  timeoutMs: 0,
  sessionId: 0n,
  password: Buffer.alloc(16),
};

/** A client that is connected, and its connection as the server sees it. */
export async function open(
  server: ScriptedServer,
  options: Partial<ClientOptions> = {},
  response: Partial<ConnectResponse> = {},
): Promise<{ client: ZooKeeper; peer: ScriptedPeer }> {
  const connecting = connect({ connect: [server.endpoint], environment: impatient, ...options });
  const peer = await server.peer();
  await peer.accept(response);
  return { client: await connecting, peer };
}

/** Lets the servers go, so that nobody has to answer the end of the session. */
export async function leave(client: ZooKeeper, ...servers: readonly ScriptedServer[]): Promise<void> {
  for (const server of servers) server[Symbol.dispose]();
  await client.close({ timeoutMs: 0 });
}

export function statusOf(client: ZooKeeper): ConnectionState['status'] {
  return client.state.status;
}

export async function reached(client: ZooKeeper, status: ConnectionState['status']): Promise<ConnectionState> {
  await waitFor(`the state ${status}`, () => statusOf(client) === status);
  return client.state;
}

/** The statuses of a client from now on. */
export function statusesOf(client: ZooKeeper): string[] {
  const statuses: string[] = [];
  client.addEventListener('state', ({ detail }) => statuses.push(detail.state.status));
  return statuses;
}
