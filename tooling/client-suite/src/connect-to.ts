import { type CallOptions, type ClientOptions, connect, type ZooKeeper } from '@zookit/client';

/** A client of servers of this machine, which waits but a moment before it connects again. */
export function connectTo(
  servers: readonly { readonly port: number }[],
  options: Omit<ClientOptions, 'connect'> = {},
  call?: CallOptions,
): Promise<ZooKeeper> {
  const connectString = servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return connect({ connect: connectString, environment: { random: () => 0.02 }, ...options }, call);
}
