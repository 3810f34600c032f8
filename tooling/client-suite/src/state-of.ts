import type { ConnectionState, ZooKeeper } from '@zookit/client';
import { waitFor } from '@zookit/testkit';

/** Waits until a client is in a state, and gives it. */
export async function stateOf<Status extends ConnectionState['status']>(
  client: ZooKeeper,
  status: Status,
): Promise<Extract<ConnectionState, { status: Status }>> {
  await waitFor(`the state ${status}`, () => client.state.status === status);
  return client.state as Extract<ConnectionState, { status: Status }>;
}

/** The states that a client goes through from now on, the present one first. */
export function statesOf(client: ZooKeeper): ConnectionState[] {
  const states = [client.state];
  client.addEventListener('state', ({ detail }) => states.push(detail.state));
  return states;
}
